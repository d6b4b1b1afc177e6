using Orleans;

namespace AtlasHa.Catalog.Model.Instances;

/// <summary>A reference as relationship attributes show it: the entity at the other end and the relationship that leads there.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasRelatedObjectId : AtlasObjectId
{
    public EntityStatus? EntityStatus { get; init; }

    public string? DisplayText { get; init; }

    public string? RelationshipType { get; init; }

    public string? RelationshipGuid { get; init; }

    public EntityStatus? RelationshipStatus { get; init; }

    /// <summary>Type name and attributes of the relationship.</summary>
    public AtlasStruct? RelationshipAttributes { get; init; }

    public string? QualifiedName { get; init; }

    /// <inheritdoc cref="AtlasObjectId.FromValue"/>
    public static new AtlasRelatedObjectId? FromValue(object? value)
    {
        if (value is not IReadOnlyDictionary<string, object?> map || AtlasObjectId.FromValue(value) is not { } reference)
            return null;

        return new AtlasRelatedObjectId
        {
            Guid = reference.Guid,
            TypeName = reference.TypeName,
            UniqueAttributes = reference.UniqueAttributes,
            EntityStatus = map.Status("entityStatus"),
            DisplayText = map.Text("displayText"),
            RelationshipType = map.Text("relationshipType"),
            RelationshipGuid = map.Text("relationshipGuid"),
            RelationshipStatus = map.Status("relationshipStatus"),
            RelationshipAttributes = map.GetValueOrDefault("relationshipAttributes") is IReadOnlyDictionary<string, object?> attributes
                ? new AtlasStruct
                {
                    TypeName = attributes.Text("typeName"),
                    Attributes = attributes.GetValueOrDefault("attributes") as Dictionary<string, object?>,
                }
                : null,
            QualifiedName = map.Text("qualifiedName"),
        };
    }

    /// <inheritdoc/>
    public override Dictionary<string, object?> ToValue()
    {
        Dictionary<string, object?> map = base.ToValue();
        map.AddIfSet("entityStatus", EntityStatus?.ToWire());
        map.AddIfSet("displayText", DisplayText);
        map.AddIfSet("relationshipType", RelationshipType);
        map.AddIfSet("relationshipGuid", RelationshipGuid);
        map.AddIfSet("relationshipStatus", RelationshipStatus?.ToWire());
        if (RelationshipAttributes is { } attributes)
        {
            var tree = new Dictionary<string, object?> { ["typeName"] = attributes.TypeName };
            tree.AddIfSet("attributes", attributes.Attributes);
            map["relationshipAttributes"] = tree;
        }

        map.AddIfSet("qualifiedName", QualifiedName);
        return map;
    }
}
