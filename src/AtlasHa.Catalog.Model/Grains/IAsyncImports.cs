using AtlasHa.Catalog.Model.Import;
using Orleans;

namespace AtlasHa.Catalog.Model.Grains;

/// <summary>
/// Imports that go on in the background, whichever instance is active. One is begun, gets its parts in order and is queued; what is not queued when the
/// active instance changes is forgotten. They are taken one after the other.
/// </summary>
public interface IAsyncImports : IGrainWithStringKey
{
    /// <summary>Begins one. Repeating it changes nothing.</summary>
    /// <param name="importId">A new one, chosen by the caller, so that it can always abandon what may have been begun.</param>
    /// <param name="origin">As it will be given with <see cref="QueueImportAsync"/>.</param>
    /// <param name="call">Whose import it is, under which request id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null. Or what was answered to this request before: then nothing was begun.</returns>
    Task<AtlasAsyncImportRequest?> BeginImportAsync(string importId, ImportOrigin origin, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>Stores a part. Repeating it changes nothing.</summary>
    /// <param name="importId">Of one that was begun and not queued.</param>
    /// <param name="number">Counted from 0.</param>
    /// <param name="part">Its types are loaded before its entities.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<WriteReceipt> StageImportAsync(string importId, int number, ImportBatch part, CancellationToken cancellationToken = default);

    /// <summary>Lets it be processed: all its parts are there.</summary>
    Task<AtlasAsyncImportRequest> QueueImportAsync(string importId, ImportOrigin origin, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>Forgets one that was begun and not queued; others are passed over.</summary>
    Task<WriteReceipt> AbandonImportAsync(string importId, CancellationToken cancellationToken = default);

    /// <summary>A page of all, newest first.</summary>
    Task<AsyncImportPage> GetImportsAsync(int offset, int limit, CancellationToken cancellationToken = default);

    Task<AtlasAsyncImportRequest> GetImportAsync(string importId, CancellationToken cancellationToken = default);

    /// <summary>Stops one that is not over, after the entity that is being taken. What it has brought stays.</summary>
    Task<WriteReceipt> AbortImportAsync(string importId, CallContext call, CancellationToken cancellationToken = default);
}
