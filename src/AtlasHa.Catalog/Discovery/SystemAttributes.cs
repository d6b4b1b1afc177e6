using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery;

/// <summary>Attributes that every entity has without its type declaring them.</summary>
internal static class SystemAttributes
{
    public const string ModificationTimestamp = "__modificationTimestamp";
    public const string Timestamp = "__timestamp";

    private static readonly AtlasType Text = BuiltInTypes.All["string"];
    private static readonly AtlasType Texts = new ArrayType(Text);
    private static readonly AtlasType Date = BuiltInTypes.All["date"];
    private static readonly AtlasType Flag = BuiltInTypes.All["boolean"];

    private static readonly Dictionary<string, SearchAttribute> ByName = new SearchAttribute[]
    {
        new(Timestamp, Date, static candidate => candidate.Entity.CreateTime),
        new(ModificationTimestamp, Date, static candidate => candidate.Entity.UpdateTime) { IsIndexed = true },
        new("__createdBy", Text, static candidate => candidate.Entity.CreatedBy),
        new("__modifiedBy", Text, static candidate => candidate.Entity.UpdatedBy),
        new("__state", Text, static candidate => candidate.Entity.WireStatus.ToWire()),
        new("__guid", Text, static candidate => candidate.Entity.Guid),
        new("__historicalGuids", Texts, static _ => null),
        new("__typeName", Text, static candidate => candidate.Entity.TypeName),
        new("__classificationsText", Text, static candidate => string.Join(' ', candidate.ClassificationNames.Distinct())) { NeedsClassifications = true },
        new("__classificationNames", Texts, static candidate => Objects(candidate.DirectClassificationNames)) { NeedsClassifications = true },
        new("__propagatedClassificationNames", Texts, static candidate => Objects(candidate.PropagatedClassificationNames)) { NeedsClassifications = true },
        new("__isIncomplete", Flag, static candidate => candidate.Entity.Document.IsIncomplete ?? false),
        new("__labels", Texts, static candidate => Objects(candidate.Entity.Document.Labels)),
        new("__customAttributes", Texts, static candidate => Objects(
            candidate.Entity.Document.CustomAttributes?.Select(pair => $"{pair.Key}={pair.Value}"))),
        new("__pendingTasks", Texts, static _ => null),
    }.ToDictionary(attribute => attribute.Name, StringComparer.Ordinal);

    public static SearchAttribute? Find(string name) => ByName.GetValueOrDefault(name);

    private static List<object?>? Objects(IEnumerable<string>? texts) => texts?.ToList<object?>() is { Count: > 0 } list ? list : null;
}
