using AtlasHa.Catalog;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;
using AtlasHa.LeaderElection;

namespace AtlasHa.Silo.Terms;

/// <summary>
/// Runs a user request in the term in office. An answer that came from memory (types, refusals) counts only when the store, asked afterwards, still
/// holds this term's epoch; and what the store refuses tells the caller whether it may simply try again elsewhere.
/// </summary>
internal sealed class TermRequests(RequestGate gate, ICatalogStore store, IElectionControl election)
{
    public Task<T> RunAsync<T>(Func<MetadataCatalog, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
        => Task.Run(() => InTermAsync((pass, cancel) => work(pass.Catalog, cancel), cancellationToken), cancellationToken);

    /// <summary>Reads type definitions, which live in memory.</summary>
    public Task<T> ReadTypesAsync<T>(Func<TypeCatalog, T> read, CancellationToken cancellationToken)
        => Task.Run(
            () => InTermAsync(
                async (pass, cancel) =>
                {
                    var found = read(pass.Catalog.Types);
                    await ConfirmAsync(pass.Epoch, cancel);
                    return found;
                },
                cancellationToken),
            cancellationToken);

    private async Task<T> InTermAsync<T>(Func<RequestGate.Pass, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var pass = gate.Enter();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, pass.CutOff);
        try
        {
            return await ConfirmedAsync(pass, work, either.Token);
        }
        catch (StaleEpochException e)
        {
            election.RequestStepDown(pass.Epoch, e.Message);
            throw new NotActiveException($"this instance has been superseded: {e.Message}");
        }
        catch (ObjectDisposedException)
        {
            // The queue has closed, with the term or by itself after a commit of unknown outcome: the request was not begun.
            throw new NotActiveException("this instance left office before the request was begun");
        }
        catch (StoreUnavailableException e)
        {
            throw new ServiceUnavailableException(e.Message, e.OutcomeUnknown);
        }
    }

    private async Task<T> ConfirmedAsync<T>(RequestGate.Pass pass, Func<RequestGate.Pass, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work(pass, cancellationToken);
        }
        catch (AtlasException)
        {
            await ConfirmAsync(pass.Epoch, cancellationToken);
            throw;
        }
    }

    /// <exception cref="StaleEpochException">The store has accepted another epoch.</exception>
    private async Task ConfirmAsync(long epoch, CancellationToken cancellationToken)
    {
        var fence = await store.ReadEpochAsync(cancellationToken);
        if (fence.Epoch != epoch) throw new StaleEpochException(epoch, fence.Epoch);
    }
}
