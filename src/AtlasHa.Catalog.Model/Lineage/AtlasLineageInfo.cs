using AtlasHa.Catalog.Model.Instances;
using Orleans;

namespace AtlasHa.Catalog.Model.Lineage;

/// <summary>The lineage of an entity as a graph. Deleted entities and relationships are part of it.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasLineageInfo
{
    public string? BaseEntityGuid { get; init; }

    public LineageDirection LineageDirection { get; init; }

    /// <summary>As it was asked for.</summary>
    public int LineageDepth { get; init; }

    /// <summary>The headers of every node; without lineage there are none, not even the entity's own.</summary>
    public Dictionary<string, AtlasEntityHeader> GuidEntityMap { get; init; } = [];

    public List<LineageRelation> Relations { get; init; } = [];

    /// <summary>The entities at which an on-demand answer leaves something out.</summary>
    public Dictionary<string, LineageInfoOnDemand> RelationsOnDemand { get; init; } = [];

    /// <summary>The constraints of an on-demand answer.</summary>
    public Dictionary<string, LineageConstraints>? LineageOnDemandPayload { get; init; }
}
