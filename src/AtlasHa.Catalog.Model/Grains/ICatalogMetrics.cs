using AtlasHa.Catalog.Model.Metrics;
using Orleans;

namespace AtlasHa.Catalog.Model.Grains;

/// <summary>What is in the catalogue, in numbers.</summary>
public interface ICatalogMetrics : IGrainWithStringKey
{
    /// <param name="withSubTypes">Also counts the entities of each type with those of its subtypes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<AtlasMetrics> GetMetricsAsync(bool withSubTypes, CancellationToken cancellationToken = default);
}
