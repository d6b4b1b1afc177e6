namespace AtlasHa.Catalog.Storage.Groups;

/// <summary>
/// The transaction of a group of requests: what they have written and what it has read in advance, in memory, and when either has to go to the store.
/// <para>
/// When the store fails outside the savepoint of a direct request, the transaction is lost for all: every method throws
/// <see cref="GroupFailedException"/>, and the requests have to run again, one by one.
/// </para>
/// </summary>
internal sealed class GroupTransaction(ICatalogWriter store)
{
    /// <summary>Above so many pending rows they are written early: memory, and the time that one call of the store takes, stay bounded.</summary>
    private const int MaxPending = 2000;

    private bool _isDirect;
    private GroupFailedException? _failure;

    public ICatalogWriter Store => store;

    /// <summary>What was read.</summary>
    public StoredRows Stored { get; } = new(store);

    /// <summary>What the earlier requests of the group have written and the store does not have yet.</summary>
    public PendingRows Group { get; } = new();

    /// <summary>The same of the request that runs.</summary>
    public PendingRows Request { get; } = new();

    /// <summary>Reads in advance, for all requests at once.</summary>
    /// <exception cref="GroupFailedException">The store failed.</exception>
    public async ValueTask ReadAheadAsync(IReadOnlyCollection<ExpectedReads> reads, CancellationToken cancellationToken)
    {
        try
        {
            HashSet<RequestName> requests = [.. reads.Select(read => read.Request).OfType<RequestName>()];
            await Stored.RequestsAsync(requests, cancellationToken).ConfigureAwait(false);
            HashSet<UniqueValue> values = [.. reads.SelectMany(read => read.UniqueValues)];
            var holders = await Stored.HoldersAsync(values, cancellationToken).ConfigureAwait(false);
            HashSet<string> guids = [.. reads.SelectMany(read => read.EntityGuids), .. holders.Select(row => row.Guid)];
            await Stored.EntitiesAsync(guids, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            throw new GroupFailedException(failure);
        }
    }

    /// <summary>The request that runs is done; what it has written counts.</summary>
    public async ValueTask ReleaseAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfFailed();
        // Every write of an entity reaches the store, also one that the next request of the group replaces: whoever watches the tables can count them.
        if (Request.SharesEntitiesWith(Group))
            await FlushGroupAsync(cancellationToken).ConfigureAwait(false);
        Request.MoveTo(Group);
        if (_isDirect || Group.Count > MaxPending)
            await FlushGroupAsync(cancellationToken).ConfigureAwait(false);
        if (_isDirect)
            await ReleaseStoreAsync(cancellationToken).ConfigureAwait(false);
        _isDirect = false;
    }

    /// <summary>The request that runs has failed; what it has written is dropped.</summary>
    public async ValueTask RollbackAsync(CancellationToken cancellationToken)
    {
        ThrowIfFailed();
        Request.Clear();
        if (!_isDirect)
            return;
        await store.RollbackAsync(cancellationToken).ConfigureAwait(false);
        _isDirect = false;
        Stored.Clear();
    }

    /// <summary>Writes what is pending.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await ReleaseAsync(cancellationToken).ConfigureAwait(false);
        await FlushGroupAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks the store for what does not depend on pending rows, or is laid over with them by the caller.</summary>
    public async ValueTask<T> AskAsync<T>(Func<CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        ThrowIfFailed();
        try
        {
            return await ask(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (!_isDirect)
        {
            _failure = new GroupFailedException(failure);
            throw;
        }
    }

    /// <summary>Writes what is pending, the request's own rows behind a savepoint of its own, and then calls the store.</summary>
    public async ValueTask DirectAsync(Func<CancellationToken, ValueTask> call, CancellationToken cancellationToken)
    {
        await GoDirectAsync(cancellationToken).ConfigureAwait(false);
        await call(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="DirectAsync(Func{CancellationToken, ValueTask}, CancellationToken)"/>
    public async ValueTask<T> DirectAsync<T>(Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        await GoDirectAsync(cancellationToken).ConfigureAwait(false);
        return await call(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what is pending, the request's own rows behind a savepoint, so that the store's answer counts them.</summary>
    private async ValueTask GoDirectAsync(CancellationToken cancellationToken)
    {
        if (!_isDirect)
        {
            await FlushGroupAsync(cancellationToken).ConfigureAwait(false);
            await store.SavepointAsync(cancellationToken).ConfigureAwait(false);
            _isDirect = true;
        }
        Stored.Clear();
        await Request.FlushAsync(store, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask FlushGroupAsync(CancellationToken cancellationToken)
    {
        ThrowIfFailed();
        try
        {
            await Group.FlushAsync(store, cancellationToken).ConfigureAwait(false);
            Stored.Clear();
        }
        catch (Exception failure)
        {
            throw _failure = new GroupFailedException(failure);
        }
    }

    private async ValueTask ReleaseStoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.ReleaseAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            throw _failure = new GroupFailedException(failure);
        }
    }

    private void ThrowIfFailed()
    {
        if (_failure is not null)
            throw _failure;
    }
}
