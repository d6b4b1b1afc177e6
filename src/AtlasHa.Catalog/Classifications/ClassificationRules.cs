using System.Globalization;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Classifications;

/// <summary>Checks classifications that are to be put on an entity and fills in what the client left out.</summary>
internal static class ClassificationRules
{
    private const string TimeFormat = "yyyy/MM/dd HH:mm:ss";

    /// <summary>The stored form of the classifications given with a new entity.</summary>
    /// <exception cref="AtlasException">
    /// 404-00-008 unknown classification; 400-00-055 not for entities of this type; 400-00-01A bad attributes or validity, or given twice.
    /// </exception>
    public static IReadOnlyList<AtlasClassification> ForNewEntity(
        IReadOnlyList<AtlasClassification>? given, string entityGuid, string requestGuid, EntityType type, TypeRegistry types)
    {
        var result = new List<AtlasClassification>();
        foreach (AtlasClassification classification in given ?? [])
        {
            if (ComesFromElsewhere(classification, requestGuid))
                continue;

            if (result.Exists(other => other.TypeName == classification.TypeName))
                throw Invalid($"entity {requestGuid}: classification {classification.TypeName} is given twice");
            result.Add(Normalize(classification, entityGuid, type, types));
        }

        return result;
    }

    /// <summary>One that spreads from another entity: a client repeats it that sends back what it read, and it asks for nothing.</summary>
    public static bool ComesFromElsewhere(AtlasClassification given, string guid) =>
        given.EntityGuid is { Length: > 0 } source && source != guid && given.Propagate != false;

    /// <summary>The stored form of a classification that is to be put on an entity, with defaults for what is left out.</summary>
    /// <exception cref="AtlasException">As for new entities.</exception>
    public static AtlasClassification Normalize(AtlasClassification given, string entityGuid, EntityType entityType, TypeRegistry types)
    {
        ClassificationType type = TypeOf(given, types);
        if (!type.CanApplyTo(entityType))
            throw new AtlasException(AtlasErrorCode.InvalidEntityForClassification, entityGuid, type.Name, entityType.Name);

        return new AtlasClassification
        {
            TypeName = type.Name,
            Attributes = Attributes(given, type, partial: false),
            EntityGuid = entityGuid,
            Propagate = given.Propagate ?? true,
            ValidityPeriods = given.ValidityPeriods,
            RemovePropagationsOnEntityDelete = given.RemovePropagationsOnEntityDelete ?? false,
        };
    }

    /// <summary>A classification that an entity has, with what an update says of it; validity periods are replaced as a whole.</summary>
    /// <exception cref="AtlasException">404-00-008 unknown classification; 400-00-01A bad attributes or validity.</exception>
    public static AtlasClassification Merge(AtlasClassification current, AtlasClassification given, TypeRegistry types)
    {
        var attributes = new Dictionary<string, object?>(current.Attributes ?? []);
        foreach ((string name, object? value) in Attributes(given, TypeOf(given, types), partial: true))
            attributes[name] = value;
        return current with
        {
            Attributes = attributes,
            ValidityPeriods = given.ValidityPeriods,
            Propagate = given.Propagate ?? current.Propagate,
            RemovePropagationsOnEntityDelete = given.RemovePropagationsOnEntityDelete ?? current.RemovePropagationsOnEntityDelete,
        };
    }

    /// <summary>True when two classifications of one type in stored form say the same; an attribute that one of them lacks is null there.</summary>
    public static bool AreEqual(AtlasClassification left, AtlasClassification right)
    {
        Dictionary<string, object?> ofLeft = left.Attributes ?? [], ofRight = right.Attributes ?? [];
        return ofLeft.Keys.Union(ofRight.Keys).All(name => AttributeValue.Comparer.Equals(ofLeft.GetValueOrDefault(name), ofRight.GetValueOrDefault(name)))
            && (left.ValidityPeriods ?? []).SequenceEqual(right.ValidityPeriods ?? [])
            && left.Propagate == right.Propagate
            && left.RemovePropagationsOnEntityDelete == right.RemovePropagationsOnEntityDelete;
    }

    /// <exception cref="AtlasException">404-00-008: there is no such classification type.</exception>
    public static ClassificationType TypeOf(AtlasClassification given, TypeRegistry types) =>
        types.TryGet(given.TypeName ?? "", out ClassificationType? type)
            ? type
            : throw new AtlasException(AtlasErrorCode.ClassificationNotFound, given.TypeName);

    private static Dictionary<string, object?> Attributes(AtlasClassification given, ClassificationType type, bool partial)
    {
        Dictionary<string, object?> attributes = given.Attributes ?? [];
        var messages = new List<string>();
        type.ValidateAttributes(attributes, type.Name, messages, partial);
        foreach (TimeBoundary period in given.ValidityPeriods ?? [])
            ValidatePeriod(period, messages);
        return messages.Count == 0 && type.TryNormalizeAttributes(attributes, partial, out Dictionary<string, object?> normalized)
            ? normalized
            : throw Invalid($"[{string.Join(", ", messages)}]");
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
