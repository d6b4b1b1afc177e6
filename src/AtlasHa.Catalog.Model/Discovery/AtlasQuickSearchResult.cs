using Orleans;

namespace AtlasHa.Catalog.Model.Discovery;

/// <summary>The answer to a quick search, and how what was found is spread.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasQuickSearchResult
{
    public AtlasSearchResult? SearchResults { get; init; }

    /// <summary>Field name to its values, most frequent first.</summary>
    public Dictionary<string, List<AtlasAggregationEntry>>? AggregationMetrics { get; init; }
}

/// <summary>How many of the entities found have this value.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasAggregationEntry(string Name, long Count);
