using System.Text.Json.Serialization;
using Orleans;

namespace AtlasHa.Catalog.Model.Instances;

/// <summary>A reference to an entity: by guid, or by type and unique attributes. The tree form is what attribute values hold.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public record AtlasObjectId
{
    public string? Guid { get; init; }

    public string? TypeName { get; init; }

    public IReadOnlyDictionary<string, object?>? UniqueAttributes { get; init; }

    /// <summary>True when it names a guid, or a type with at least one unique attribute.</summary>
    [JsonIgnore]
    public bool IsValid => !string.IsNullOrEmpty(Guid) || (!string.IsNullOrEmpty(TypeName) && UniqueAttributes is { Count: > 0 });

    /// <summary>Reads the tree form. Null when the value is no JSON object; members of a wrong kind count as absent.</summary>
    public static AtlasObjectId? FromValue(object? value) => value is not IReadOnlyDictionary<string, object?> map
        ? null
        : new AtlasObjectId
        {
            Guid = map.Text("guid"),
            TypeName = map.Text("typeName"),
            UniqueAttributes = map.GetValueOrDefault("uniqueAttributes") as IReadOnlyDictionary<string, object?>,
        };

    /// <summary>The tree form with the members that are set.</summary>
    public virtual Dictionary<string, object?> ToValue()
    {
        var map = new Dictionary<string, object?>();
        map.AddIfSet("guid", Guid);
        map.AddIfSet("typeName", TypeName);
        map.AddIfSet("uniqueAttributes", UniqueAttributes);
        return map;
    }
}
