using Orleans;

namespace AtlasHa.Catalog.Model.Instances;

/// <summary>Names one entity: by its guid, or by its type (or a supertype) and unique attributes, by name with their value as text.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record EntityLocator
{
    public string? Guid { get; init; }

    public string? TypeName { get; init; }

    public IReadOnlyDictionary<string, string>? UniqueAttributes { get; init; }

    public static EntityLocator Of(string guid) => new() { Guid = guid };

    public static EntityLocator Of(string typeName, IReadOnlyDictionary<string, string> uniqueAttributes) =>
        new() { TypeName = typeName, UniqueAttributes = uniqueAttributes };
}
