using Orleans;

namespace AtlasHa.Catalog.Model.TypeDefs;

/// <summary>All patches that were looked at, in order of their ids.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasPatches
{
    public required IReadOnlyList<AtlasPatch> Patches { get; init; }
}
