using System.Threading.Channels;
using AtlasHa.Catalog.Storage.Groups;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Catalog.Storage;

/// <summary>
/// The group-commit writer of one term. Work that waits at the same time shares one transaction, its calls of the store (<see cref="GroupWriter"/>)
/// and one sync of the disk; a failing piece leaves nothing and touches no other. A caller gets its answer, good or bad, after the commit: also an
/// error may have been decided by what an earlier piece of the group wrote.
/// </summary>
public sealed partial class WriteQueue : IAsyncDisposable
{
    /// <summary>So many pieces of one group the store may refuse one by one.</summary>
    private const int MostStoreFailures = 2;

    private readonly ICatalogStore _store;
    private readonly long _epoch;
    private readonly WriteQueueOptions _options;
    private readonly ILogger _logger;
    private readonly WriteLanes _lanes;
    private readonly WriteClock _clock;
    private readonly SingleThreadScheduler _scheduler;
    private readonly CancellationTokenSource _abort = new();
    private readonly TaskCompletionSource<Exception> _termOver = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _loop;
    private Func<Exception>? _closed;
    private bool _disposing;
    private long _userWrites;

    /// <exception cref="ArgumentException">The options are not valid; says which.</exception>
    public WriteQueue(ICatalogStore store, long epoch, WriteQueueOptions options, TimeProvider time, ILogger<WriteQueue> logger)
    {
        options.Validate();
        (_store, _epoch, _options, _clock, _logger) = (store, epoch, options, new WriteClock(time), logger);
        _lanes = new WriteLanes(options.Capacity, options.MaxGroupSize, time);
        _scheduler = new SingleThreadScheduler($"write queue of epoch {epoch}");
        _loop = Task.Factory.StartNew(LoopAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler).Unwrap();
    }

    /// <summary>
    /// Completes, once, with the reason why this term must end: a <see cref="StaleEpochException"/> when the store has accepted another
    /// epoch; a failure after which memory may no longer match the store, which is a commit of unknown outcome or an exception of
    /// <see cref="WriteOptions.OnCommitted"/>. Never completes otherwise, also not on disposal.
    /// </summary>
    public Task<Exception> TermOver => _termOver.Task;

    /// <inheritdoc cref="WriteLanes.Waiting"/>
    public int Waiting => _lanes.Waiting;

    /// <summary>Pieces of work with <see cref="WriteUrgency.User"/> that were given since the start.</summary>
    public long UserWrites => Volatile.Read(ref _userWrites);

    /// <summary>How long the store has been at the group that is being written, and at groups just before it that it has kept waiting and failed; null between groups.</summary>
    public TimeSpan? Writing => _clock.Elapsed;

    /// <summary>
    /// Runs <paramref name="work"/> in a transaction and returns its result when that is durable. The work's token is cancelled only when
    /// disposal has waited long enough; it must not keep the writer, nor commit or set savepoints itself. It may be run again from the start, in
    /// another transaction, when the store has failed over the group that it was in.
    /// </summary>
    /// <param name="cancellationToken">
    /// Before the work starts it drops the work; afterwards it only ends the wait, and the change may have been made.
    /// </param>
    /// <exception cref="StaleEpochException">The term is over: nothing was written.</exception>
    /// <exception cref="StoreUnavailableException">The store failed; see its outcome.</exception>
    /// <exception cref="ObjectDisposedException">The queue was closed before the work started: nothing was written.</exception>
    public async Task<T> RunAsync<T>(
        Func<ICatalogWriter, CancellationToken, Task<T>> work, WriteOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var item = new WriteItem<T>(work, options);
        if (options.Urgency == WriteUrgency.User)
            Interlocked.Increment(ref _userWrites);
        try
        {
            await _lanes.AddAsync(item, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw _closed!();
        }
        try
        {
            return await item.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            item.DropUnlessStarted();
        }
    }

    /// <summary>Refuses new work, fails what has not started, finishes the group in flight.</summary>
    public async ValueTask DisposeAsync()
    {
        Close(Disposed);
        if (Interlocked.Exchange(ref _disposing, true))
        {
            await _loop.ConfigureAwait(false);
            return;
        }
        _abort.CancelAfter(_options.StopTimeout);
        await _loop.ConfigureAwait(false);
        _scheduler.Dispose();
        _abort.Dispose();
    }

    private ObjectDisposedException Disposed() => new(nameof(WriteQueue), $"the term of epoch {_epoch} is over here; nothing was written");

    private void Close(Func<Exception> reason)
    {
        Interlocked.CompareExchange(ref _closed, reason, null);
        _lanes.Close();
    }

    private void EndTerm(Exception reason, Func<Exception> forCallers)
    {
        Close(forCallers);
        _termOver.TrySetResult(reason);
    }

    // ConfigureAwait(true) here and in what it calls returns to the scheduler's thread.
    private async Task LoopAsync()
    {
        List<WriteItem> group = [];
        for (var more = true; more;)
        {
            more = await _lanes.WaitAsync().ConfigureAwait(true);
            while (_lanes.TryTake(group))
            {
                if (Volatile.Read(ref _closed) is { } reason)
                {
                    group.ForEach(item => item.Fail(reason()));
                }
                else
                {
                    _clock.Begin();
                    _clock.End(isDone: await TryWriteGroupAsync(group).ConfigureAwait(true));
                }

                group.Clear();
            }
        }
    }

    /// <summary>False when it failed as a whole.</summary>
    private async Task<bool> TryWriteGroupAsync(List<WriteItem> group)
    {
        List<WriteItem> written = [];
        try
        {
            if (group.Exists(item => item.Options.Alone) || !await TryWriteTogetherAsync(group, written).ConfigureAwait(true))
                await WriteOneByOneAsync(group, written).ConfigureAwait(true);
            CatalogMeter.WriteGroupSize.Record(written.Count);
        }
        catch (Exception failure)
        {
            if (failure is StaleEpochException stale)
            {
                Log.Superseded(_logger, stale.Epoch, stale.Current);
                EndTerm(stale, () => new StaleEpochException(stale.Epoch, stale.Current));
            }
            else
            {
                Log.GroupFailed(_logger, failure, group.Count);
                if (failure is StoreUnavailableException { OutcomeUnknown: true })
                    EndTerm(failure, Disposed);
            }
            group.ForEach(item => item.Fail(failure));
            return false;
        }
        foreach (var item in written)
            Announce(item);
        group.ForEach(item => item.Answer());
        return true;
    }

    /// <summary>False when the store failed over the group as a whole; nothing was written then.</summary>
    private async Task<bool> TryWriteTogetherAsync(List<WriteItem> group, List<WriteItem> written)
    {
        var writer = new GroupWriter(await _store.BeginWriteAsync(_epoch, _abort.Token).ConfigureAwait(true));
        await using (writer.ConfigureAwait(true))
        {
            try
            {
                await writer.ReadAheadAsync([.. group.Select(item => item.Options.Reads)], _abort.Token).ConfigureAwait(true);
                await WriteAllAsync(group, writer, written).ConfigureAwait(true);
                await writer.FlushAsync(CancellationToken.None).ConfigureAwait(true);
            }
            catch (GroupFailedException failure)
            {
                Log.WritingOneByOne(_logger, failure, group.Count);
                return false;
            }
            await writer.CommitAsync(CancellationToken.None).ConfigureAwait(true);
            return true;
        }
    }

    /// <summary>
    /// Each piece of work with a savepoint and statements of its own: what the store refuses is told to the one who asked for it. When it refuses several it is not they who are to blame: the
    /// group fails, as each of them may have waited long for a lock.
    /// </summary>
    private async Task WriteOneByOneAsync(List<WriteItem> group, List<WriteItem> written)
    {
        var writer = await _store.BeginWriteAsync(_epoch, _abort.Token).ConfigureAwait(true);
        await using (writer.ConfigureAwait(true))
        {
            await WriteAllAsync(group, writer, written, MostStoreFailures).ConfigureAwait(true);
            await writer.CommitAsync(CancellationToken.None).ConfigureAwait(true);
        }
    }

    private async Task WriteAllAsync(List<WriteItem> group, ICatalogWriter writer, List<WriteItem> written, int mostStoreFailures = int.MaxValue)
    {
        written.Clear();
        var storeFailures = 0;
        foreach (var item in group)
        {
            if (!item.TryStart())
                continue;
            if (await TryWriteAsync(writer, item).ConfigureAwait(true))
                written.Add(item);
            else if (item.Failure is StoreUnavailableException failure && ++storeFailures >= mostStoreFailures)
                throw failure;
        }
    }

    private async Task<bool> TryWriteAsync(ICatalogWriter writer, WriteItem item)
    {
        await writer.SavepointAsync(CancellationToken.None).ConfigureAwait(true);
        var done = await item.TryRunAsync(writer, _abort.Token).ConfigureAwait(true) && await TryReleaseAsync(writer, item).ConfigureAwait(true);
        if (!done)
            await writer.RollbackAsync(CancellationToken.None).ConfigureAwait(true);
        return done;
    }

    /// <summary>False when the store refuses now what the work has written: it may have kept that back until here.</summary>
    private static async Task<bool> TryReleaseAsync(ICatalogWriter writer, WriteItem item)
    {
        try
        {
            await writer.ReleaseAsync(CancellationToken.None).ConfigureAwait(true);
            return true;
        }
        catch (Exception refusal) when (refusal is not (GroupFailedException or StaleEpochException or StoreUnavailableException))
        {
            item.Refuse(refusal);
            return false;
        }
    }

    private void Announce(WriteItem item)
    {
        try
        {
            item.Options.OnCommitted?.Invoke();
        }
        catch (Exception failure)
        {
            Log.AnnouncementFailed(_logger, failure);
            EndTerm(failure, Disposed);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The store refused epoch {Epoch}: it has accepted epoch {Current}; this term is over")]
        public static partial void Superseded(ILogger logger, long epoch, long current);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The store failed over a group of {Count} writes, which are now written one by one")]
        public static partial void WritingOneByOne(ILogger logger, Exception exception, int count);

        [LoggerMessage(Level = LogLevel.Error, Message = "A group of {Count} writes failed")]
        public static partial void GroupFailed(ILogger logger, Exception exception, int count);

        [LoggerMessage(Level = LogLevel.Critical, Message = "Memory could not follow a committed write; this term has to end")]
        public static partial void AnnouncementFailed(ILogger logger, Exception exception);
    }
}
