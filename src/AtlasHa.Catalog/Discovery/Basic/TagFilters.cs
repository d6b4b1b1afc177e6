using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Basic;

/// <summary>Filters on the attributes of classifications.</summary>
internal static class TagFilters
{
    private static readonly Dictionary<string, (string Type, Func<TaggedWith, object?> Read)> System = new(StringComparer.Ordinal)
    {
        ["__typeName"] = ("string", static tagged => tagged.Classification.TypeName),
        ["__timestamp"] = ("date", static tagged => tagged.Source.CreateTime),
        ["__modificationTimestamp"] = ("date", static tagged => tagged.Source.UpdateTime),
        ["__createdBy"] = ("string", static tagged => tagged.Source.CreatedBy),
        ["__modifiedBy"] = ("string", static tagged => tagged.Source.UpdatedBy),
        ["__entityStatus"] = ("string", static tagged => tagged.Source.WireStatus.ToWire()),
    };

    /// <exception cref="AtlasException">400-00-023 and those of <see cref="Filters.Compile"/>.</exception>
    public static ClassificationFilter Compile(FilterCriteria filter, IReadOnlyList<ClassificationType> types, DateTimeOffset now)
    {
        var predicate = new Filters(name => Attribute(name, types), now).Compile(filter);
        return tagged => Holds(predicate, tagged);
    }

    private static SearchAttribute Attribute(string name, IReadOnlyList<ClassificationType> types)
    {
        if (System.TryGetValue(name, out var system))
            return new SearchAttribute(name, BuiltInTypes.All[system.Type], static _ => null);
        var declared = types.Select(type => type.Attributes.GetValueOrDefault(name)).FirstOrDefault(attribute => attribute is not null)
            ?? throw new AtlasException(AtlasErrorCode.UnknownAttribute, name, string.Join(",", types.Select(type => type.Name)));
        return new SearchAttribute(name, declared.Type, static _ => null);
    }

    private static bool Holds(Predicate predicate, TaggedWith tagged) => predicate switch
    {
        Predicate.All all => all.Parts.All(part => Holds(part, tagged)),
        Predicate.Any any => any.Parts.Any(part => Holds(part, tagged)),
        Predicate.Test test => Values.Matches(Read(test.Attribute.Name, tagged), test.Comparison, test.Operands),
        _ => throw new ArgumentException($"{predicate} is not about classifications", nameof(predicate)),
    };

    private static object? Read(string name, TaggedWith tagged) =>
        System.TryGetValue(name, out var system) ? system.Read(tagged) : tagged.Classification.Attributes?.GetValueOrDefault(name);
}
