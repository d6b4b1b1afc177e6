using System.Text.Json.Serialization;
using Orleans;

namespace AtlasHa.Catalog.Model.TypeDefs;

/// <summary>Type definitions by category. A list that is null in the JSON becomes empty.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasTypesDef : IWriteAnswer<AtlasTypesDef>
{
    public List<AtlasEnumDef> EnumDefs { get; init => field = value ?? []; } = [];

    public List<AtlasStructDef> StructDefs { get; init => field = value ?? []; } = [];

    public List<AtlasClassificationDef> ClassificationDefs { get; init => field = value ?? []; } = [];

    public List<AtlasEntityDef> EntityDefs { get; init => field = value ?? []; } = [];

    public List<AtlasRelationshipDef> RelationshipDefs { get; init => field = value ?? []; } = [];

    public List<AtlasBusinessMetadataDef> BusinessMetadataDefs { get; init => field = value ?? []; } = [];

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsReplayed { get; init; }

    /// <inheritdoc/>
    public AtlasTypesDef AsReplayed() => this with { IsReplayed = true };

    /// <summary>All definitions, in the order enum, struct, classification, entity, relationship, business metadata.</summary>
    public IEnumerable<AtlasBaseTypeDef> All() =>
        [.. EnumDefs, .. StructDefs, .. ClassificationDefs, .. EntityDefs, .. RelationshipDefs, .. BusinessMetadataDefs];

    /// <summary>Puts each definition into the list of its category.</summary>
    public static AtlasTypesDef Of(IReadOnlyCollection<AtlasBaseTypeDef> defs) => new()
    {
        EnumDefs = [.. defs.OfType<AtlasEnumDef>()],
        StructDefs = [.. defs.OfType<AtlasStructDef>().Where(d => d.Category == TypeCategory.Struct)],
        ClassificationDefs = [.. defs.OfType<AtlasClassificationDef>()],
        EntityDefs = [.. defs.OfType<AtlasEntityDef>()],
        RelationshipDefs = [.. defs.OfType<AtlasRelationshipDef>()],
        BusinessMetadataDefs = [.. defs.OfType<AtlasBusinessMetadataDef>()],
    };
}

/// <summary>A type in short.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasTypeDefHeader
{
    public string? Guid { get; init; }

    public string? Name { get; init; }

    public TypeCategory Category { get; init; }

    public string? ServiceType { get; init; }
}
