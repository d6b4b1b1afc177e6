using Orleans;

namespace AtlasHa.Catalog.Model.Metrics;

/// <summary>Counts of what is in the catalogue, in sections.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasMetrics
{
    public const string General = "general";
    public const string Entity = "entity";
    public const string Tag = "tag";
    public const string System = "system";

    /// <summary>By section and name: numbers, or numbers by the name of a type.</summary>
    public required Dictionary<string, Dictionary<string, object?>> Data { get; init; }
}
