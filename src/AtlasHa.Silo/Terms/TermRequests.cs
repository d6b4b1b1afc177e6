using AtlasHa.Catalog;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;
using AtlasHa.LeaderElection;
using AtlasHa.Silo.Health;

namespace AtlasHa.Silo.Terms;

/// <summary>
/// Runs a user request in the term in office. An answer that came from memory (types, refusals) counts only when the lease was valid before
/// and after, or when the store, asked afterwards, still holds this term's epoch; one that was kept needs both. What the store refuses
/// tells the caller whether it may simply try again elsewhere.
/// </summary>
internal sealed class TermRequests(RequestGate gate, ICatalogStore store, StoreHealth health, IElectionControl election) : IKeptAnswers
{
    public Task<T> RunAsync<T>(Func<MetadataCatalog, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
        => Task.Run(() => InTermAsync((pass, cancel) => work(pass.Catalog, cancel), cancellationToken), cancellationToken);

    /// <summary>Reads type definitions, which live in memory.</summary>
    public Task<T> ReadTypesAsync<T>(Func<TypeCatalog, T> read, CancellationToken cancellationToken)
        => Task.Run(
            () => InTermAsync(
                async (pass, cancel) =>
                {
                    var leased = pass.Lease.IsValid;
                    var found = read(pass.Catalog.Types);
                    await ConfirmAsync(pass, leased, cancel);
                    return found;
                },
                cancellationToken),
            cancellationToken);

    /// <remarks>
    /// The store's word is what counts: a successor may have changed entities while the lease of this instance was valid, since only type
    /// changes wait for it. The lease must be valid as well, so that an active that is cut off from ZooKeeper answers from the store alone.
    /// </remarks>
    public async ValueTask<JsonAnswer?> FindAsync(EntityQuestion question)
    {
        using var pass = gate.Enter();
        if (!pass.Lease.IsValid || pass.Catalog.Answers.Find(question) is not { } kept) return null;
        RequireAnsweringStore();
        try
        {
            await pass.Catalog.Answers.ConfirmAsync();
        }
        catch (Exception e) when (Translate(e, pass) is { } translated)
        {
            throw translated;
        }

        return pass.Lease.IsValid ? kept : null;
    }

    private async Task<T> InTermAsync<T>(Func<RequestGate.Pass, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var pass = gate.Enter();
        RequireAnsweringStore();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, pass.CutOff);
        try
        {
            return await ConfirmedAsync(pass, work, either.Token);
        }
        catch (Exception e) when (Translate(e, pass) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>Each request that asked a store that hangs would take a thread with it, until status was not answered any more either.</summary>
    private void RequireAnsweringStore()
    {
        if (health.Stall is { } stall)
            throw new ServiceUnavailableException($"the store has not answered for {stall.TotalSeconds:0} s: check its disk or server; nothing was done", false);
    }

    /// <summary>What the caller is told of a failure of term or store, null for all others; and whoever else has to know of it.</summary>
    private Exception? Translate(Exception failure, RequestGate.Pass pass)
    {
        switch (failure)
        {
            case StaleEpochException:
                election.RequestStepDown(pass.Epoch, failure.Message);
                return new NotActiveException($"this instance has been superseded: {failure.Message}");
            case ObjectDisposedException:
                // The queue has closed, with the term or by itself after a commit of unknown outcome: the request was not begun.
                return new NotActiveException("this instance left office before the request was begun");
            case StoreUnavailableException unavailable:
                health.Failed(unavailable.Message);
                return new ServiceUnavailableException(unavailable.Message, unavailable.OutcomeUnknown);
            default:
                return null;
        }
    }

    private async Task<T> ConfirmedAsync<T>(RequestGate.Pass pass, Func<RequestGate.Pass, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var leased = pass.Lease.IsValid;
        try
        {
            return await work(pass, cancellationToken);
        }
        catch (AtlasException)
        {
            await ConfirmAsync(pass, leased, cancellationToken);
            throw;
        }
    }

    /// <exception cref="StaleEpochException">The store has accepted another epoch.</exception>
    private async Task ConfirmAsync(RequestGate.Pass pass, bool leased, CancellationToken cancellationToken)
    {
        if (leased && pass.Lease.IsValid) return;
        await store.RequireEpochAsync(pass.Epoch, cancellationToken);
    }
}
