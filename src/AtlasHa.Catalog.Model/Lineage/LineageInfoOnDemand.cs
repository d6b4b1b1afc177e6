using Orleans;

namespace AtlasHa.Catalog.Model.Lineage;

/// <summary>What an on-demand answer leaves out at one entity, and how many relations it has there.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record LineageInfoOnDemand
{
    public bool HasMoreInputs { get; init; }

    public bool HasMoreOutputs { get; init; }

    public int InputRelationsCount { get; init; }

    public int OutputRelationsCount { get; init; }
}
