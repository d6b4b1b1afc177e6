using AtlasHa.Catalog.Model.Lineage;
using Orleans;

namespace AtlasHa.Catalog.Model.Grains;

/// <summary>What data sets are made from and by. Refusals are <see cref="Errors.AtlasException"/> with Atlas's codes.</summary>
public interface ILineage : IGrainWithStringKey
{
    /// <param name="guid">A data set or process, deleted or not.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="depth">Hops from data set to data set; zero or less: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<AtlasLineageInfo> GetLineageAsync(string guid, LineageDirection direction, int depth, CancellationToken cancellationToken = default);

    /// <summary>The same for the active entity with these unique attributes.</summary>
    Task<AtlasLineageInfo> GetLineageByUniqueAttributesAsync(
        string typeName, IReadOnlyDictionary<string, string> unique, LineageDirection direction, int depth, CancellationToken cancellationToken = default);

    /// <summary>The lineage within the limits given for the entity and for others in the graph; refused unless the settings allow it.</summary>
    Task<AtlasLineageInfo> GetLineageOnDemandAsync(
        string guid, IReadOnlyDictionary<string, LineageConstraints>? constraints, CancellationToken cancellationToken = default);
}
