using System.Globalization;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>Checks classifications that are to be put on an entity and fills in what the client left out.</summary>
internal static class ClassificationRules
{
    private const string TimeFormat = "yyyy/MM/dd HH:mm:ss";

    /// <summary>The stored form of the classifications given with a new entity; null when there are none.</summary>
    /// <exception cref="AtlasException">
    /// 404-00-008 unknown classification; 400-00-055 not for entities of this type; 400-00-01A bad attributes or validity, or given twice.
    /// </exception>
    public static List<AtlasClassification>? ForNewEntity(
        IReadOnlyList<AtlasClassification>? given, string entityGuid, string requestGuid, EntityType type, TypeRegistry types)
    {
        var result = new List<AtlasClassification>();
        foreach (AtlasClassification classification in given ?? [])
        {
            // One that another entity spreads is repeated by a client that sends back what it read.
            if (classification.EntityGuid is { Length: > 0 } source && source != requestGuid && classification.Propagate != false)
                continue;

            if (result.Exists(other => other.TypeName == classification.TypeName))
                throw Invalid($"entity {requestGuid}: classification {classification.TypeName} is given twice");
            result.Add(Normalize(classification, entityGuid, type, types));
        }

        return result.Count == 0 ? null : result;
    }

    private static AtlasClassification Normalize(AtlasClassification given, string entityGuid, EntityType entityType, TypeRegistry types)
    {
        if (!types.TryGet(given.TypeName ?? "", out ClassificationType? type))
            throw new AtlasException(AtlasErrorCode.ClassificationNotFound, given.TypeName);
        if (!type.CanApplyTo(entityType))
            throw new AtlasException(AtlasErrorCode.InvalidEntityForClassification, entityGuid, type.Name, entityType.Name);

        Dictionary<string, object?> attributes = given.Attributes ?? [];
        var messages = new List<string>();
        type.ValidateAttributes(attributes, type.Name, messages);
        foreach (TimeBoundary period in given.ValidityPeriods ?? [])
            ValidatePeriod(period, messages);
        if (messages.Count > 0 || !type.TryNormalizeAttributes(attributes, partial: false, out Dictionary<string, object?> normalized))
            throw Invalid($"[{string.Join(", ", messages)}]");

        return new AtlasClassification
        {
            TypeName = type.Name,
            Attributes = normalized,
            EntityGuid = entityGuid,
            Propagate = given.Propagate ?? true,
            ValidityPeriods = given.ValidityPeriods,
            RemovePropagationsOnEntityDelete = given.RemovePropagationsOnEntityDelete ?? false,
        };
    }

    private static void ValidatePeriod(TimeBoundary period, List<string> messages)
    {
        if (!string.IsNullOrEmpty(period.TimeZone) && !TimeZoneInfo.TryFindSystemTimeZoneById(period.TimeZone, out _))
            messages.Add($"invalid time zone {period.TimeZone}");

        DateTime? start = ParseTime(period.StartTime, "start", messages);
        DateTime? end = ParseTime(period.EndTime, "end", messages);
        if (start > end)
            messages.Add($"invalid validity period: it starts at {period.StartTime}, after its end at {period.EndTime}");
    }

    private static DateTime? ParseTime(string? text, string which, List<string> messages)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (DateTime.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time))
            return time;
        messages.Add($"invalid {which} time {text}, expected {TimeFormat}");
        return null;
    }

    private static AtlasException Invalid(string what) => new(AtlasErrorCode.InvalidParameters, what);
}
