using System.Text.Json.Serialization;
using Orleans;

namespace AtlasHa.Catalog.Model.TypeDefs;

/// <summary>A closed list of values; names compare without regard to case.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasEnumDef : AtlasBaseTypeDef
{
    [JsonPropertyOrder(CategoryOrder)]
    public override TypeCategory Category => TypeCategory.Enum;

    public List<AtlasEnumElementDef>? ElementDefs { get; init; }

    public string? DefaultValue { get; init; }
}

/// <summary>One value of an enum.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasEnumElementDef
{
    public string? Value { get; init; }

    public string? Description { get; init; }

    public int? Ordinal { get; init; }
}
