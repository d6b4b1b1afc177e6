using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Relations;

/// <summary>The attributes of relationships of some types: declared ones, and those that every relationship has.</summary>
internal sealed class RelationAttributes(IReadOnlyList<RelationshipType> types)
{
    public const string Guid = "__guid";

    private static readonly AtlasType Text = BuiltInTypes.All["string"];
    private static readonly AtlasType Date = BuiltInTypes.All["date"];

    private static readonly Dictionary<string, (AtlasType Type, Func<StoredRelationship, object?> Read)> Common = new(StringComparer.Ordinal)
    {
        [Guid] = (Text, static relationship => relationship.Guid),
        ["__typeName"] = (Text, static relationship => relationship.TypeName),
        ["__state"] = (Text, static relationship => relationship.WireStatus.ToWire()),
        ["__timestamp"] = (Date, static relationship => relationship.CreateTime),
        ["__modificationTimestamp"] = (Date, static relationship => relationship.UpdateTime),
        ["__createdBy"] = (Text, static relationship => relationship.CreatedBy),
        ["__modifiedBy"] = (Text, static relationship => relationship.UpdatedBy),
    };

    /// <exception cref="AtlasException">400-00-023: none of the types has it.</exception>
    public SearchAttribute Get(string name)
    {
        var type = Common.TryGetValue(name, out var common)
            ? common.Type
            : types.Select(one => one.Attributes.GetValueOrDefault(name)?.Type).FirstOrDefault(found => found is not null)
                ?? throw new AtlasException(AtlasErrorCode.UnknownAttribute, name, types[0].Name);
        return new SearchAttribute(name, type, static _ => throw new InvalidOperationException("an attribute of a relationship was read of an entity"));
    }

    /// <summary>The value of an attribute.</summary>
    public static object? Read(StoredRelationship relationship, SearchAttribute attribute) => Common.TryGetValue(attribute.Name, out var common)
        ? common.Read(relationship)
        : relationship.Document.Attributes?.GetValueOrDefault(attribute.Name);
}
