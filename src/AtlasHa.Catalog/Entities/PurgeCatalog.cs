using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Requests;

namespace AtlasHa.Catalog.Entities;

/// <summary>Removes deleted entities for good.</summary>
public sealed class PurgeCatalog
{
    private const int MaxGuids = 1000;

    private readonly CatalogAccess _access;

    internal PurgeCatalog(CatalogAccess access) => _access = access;

    /// <summary>Purges those of the entities that can be, with their deleted parts; the others are listed as failed.</summary>
    /// <exception cref="AtlasException">400-00-01A no guids; 400-00-109 more than 1000.</exception>
    public Task<EntityMutationResponse> PurgeAsync(
        IReadOnlyCollection<string>? guids, CallContext context, CancellationToken cancellationToken)
    {
        if (guids is not { Count: > 0 })
            throw new AtlasException(AtlasErrorCode.InvalidParameters, "no guids to purge");
        if (guids.Count > MaxGuids)
            throw new AtlasException(AtlasErrorCode.PurgeRequestSizeExceedsLimit, guids.Count, MaxGuids);

        return _access.WriteAsync(
            RequestKey.Of(context, "entity.purge", guids),
            async (mutation, cancel) =>
            {
                var purge = new EntityPurge(mutation);
                await purge.PurgeAsync(guids, cancel).ConfigureAwait(false);
                await mutation.SaveAsync(cancel).ConfigureAwait(false);
                return purge.Answer();
            },
            context, cancellationToken);
    }
}
