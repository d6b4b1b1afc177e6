using Orleans;

namespace AtlasHa.Catalog.Model.Instances;

/// <summary>Headers by the guid of their entity.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasEntityHeaders
{
    public Dictionary<string, AtlasEntityHeader?>? GuidHeaderMap { get; init; }
}
