using Orleans;

namespace AtlasHa.Catalog.Model.Instances;

/// <summary>A classification on an entity. <see cref="EntityGuid"/> is the entity that it was put on and spreads from.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasClassification : AtlasStruct
{
    public string? EntityGuid { get; init; }

    public EntityStatus? EntityStatus { get; init; }

    public bool? Propagate { get; init; }

    public List<TimeBoundary>? ValidityPeriods { get; init; }

    public bool? RemovePropagationsOnEntityDelete { get; init; }
}

/// <summary>When a classification holds; times are <c>yyyy/MM/dd HH:mm:ss</c> in <see cref="TimeZone"/>.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record TimeBoundary
{
    public string? StartTime { get; init; }

    public string? EndTime { get; init; }

    public string? TimeZone { get; init; }
}
