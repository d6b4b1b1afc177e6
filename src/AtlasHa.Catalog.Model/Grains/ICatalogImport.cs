using AtlasHa.Catalog.Model.Import;
using Orleans;

namespace AtlasHa.Catalog.Model.Grains;

/// <summary>Takes in what another catalogue has exported.</summary>
public interface ICatalogImport : IGrainWithStringKey
{
    /// <summary>
    /// Creates the types that are missing, updates older ones, then creates or updates each entity by itself, under the guid that it has. One that is refused is
    /// reported and stops no other. Repeating it changes nothing.
    /// </summary>
    Task<ImportReport> ImportAsync(ImportBatch batch, CallContext call, CancellationToken cancellationToken = default);
}
