using AtlasHa.Catalog.Administration;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Audit;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Entities;

/// <summary>Removes deleted entities for good.</summary>
public sealed class PurgeCatalog
{
    private const int MaxGuids = 1000;

    private readonly CatalogAccess _access;
    private readonly AdminAuditLog _log;

    internal PurgeCatalog(CatalogAccess access, AdminAuditLog log) => (_access, _log) = (access, log);

    /// <summary>Purges those of the entities that can be, with their deleted parts; the others are listed as failed.</summary>
    /// <exception cref="AtlasException">400-00-01A no guids; 400-00-109 more than 1000.</exception>
    public Task<EntityMutationResponse> PurgeAsync(
        IReadOnlyCollection<string>? guids, CallContext context, CancellationToken cancellationToken)
    {
        if (guids is not { Count: > 0 })
            throw new AtlasException(AtlasErrorCode.InvalidParameters, "no guids to purge");
        if (guids.Count > MaxGuids)
            throw new AtlasException(AtlasErrorCode.PurgeRequestSizeExceedsLimit, guids.Count, MaxGuids);

        var begun = _log.Now;
        return _access.WriteAsync(
            RequestKey.Of(context, "entity.purge", guids),
            async (mutation, cancel) =>
            {
                var purge = new EntityPurge(mutation);
                await purge.PurgeAsync(guids, cancel).ConfigureAwait(false);
                await mutation.SaveAsync(cancel).ConfigureAwait(false);
                var answer = purge.Answer();
                await RecordAsync(mutation.Writer, guids, answer, context, begun, cancel).ConfigureAwait(false);
                return answer;
            },
            context, cancellationToken);
    }

    /// <summary>A purge that removed nothing leaves no entry, as in Atlas.</summary>
    private ValueTask RecordAsync(
        ICatalogWriter writer, IReadOnlyCollection<string> guids, EntityMutationResponse answer, CallContext caller, long begun, CancellationToken cancellationToken)
    {
        if (answer.MutatedEntities?.GetValueOrDefault(EntityOperation.Purge) is not { Count: > 0 } purged)
            return default;
        string[] gone = [.. purged.Select(header => header.Guid!)];
        return _log.AddAsync(
            writer, AuditOperation.Purge, caller, begun, $"[{string.Join(", ", guids)}]", string.Join(',', gone), gone.Length, cancellationToken, answer.Summary!.RunId,
            new PurgeDetails(answer.Summary, gone));
    }
}
