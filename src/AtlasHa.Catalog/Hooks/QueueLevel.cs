using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Hooks;

/// <summary>
/// How many messages wait in the store's queues. Counted once in a term, and from then on it follows the commits: no request has to count. The level
/// changes after commits, so that those which share one may pass the bound together.
/// </summary>
/// <param name="max">From how many on no more are taken.</param>
internal sealed class QueueLevel(int max)
{
    private const long NotCounted = -1;

    private readonly Lock _countLock = new();
    private Task<WriteReceipt>? _count;

    // Changed between the writer's groups only.
    private long _waiting = NotCounted;
    private long _refused;

    public bool IsFull => Volatile.Read(ref _waiting) >= max;

    /// <summary>Posts that were refused in this term.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Done when the level is known in this term; whoever comes meanwhile waits for the same count. It is tried again after a failure.</summary>
    public Task CountAsync(CatalogAccess access)
    {
        lock (_countLock)
        {
            return _count is { IsFaulted: false, IsCanceled: false } ? _count : _count = ReadAsync(access);
        }
    }

    /// <summary>A commit has added messages, or removed them.</summary>
    public void Changed(long messages)
    {
        if (_waiting != NotCounted)
            Volatile.Write(ref _waiting, Math.Max(0, _waiting + messages));
    }

    /// <summary>What a post is refused with, and counted as refused.</summary>
    public AtlasException Refusal()
    {
        Interlocked.Increment(ref _refused);
        CatalogMeter.RefusedPosts.Add(1);
        return new AtlasException(AtlasHaErrorCode.QueueFull, Volatile.Read(ref _waiting), max);
    }

    /// <summary>
    /// Counts in a write: the level has been told of all that was written before it, and will be told of what comes after it.
    /// </summary>
    private Task<WriteReceipt> ReadAsync(CatalogAccess access)
    {
        long waiting = 0;
        return access.WriteAsync(
            key: null,
            async (writer, cancel) => waiting = (await writer.Notifications.ReadBacklogAsync(cancel).ConfigureAwait(false)).Queued,
            CancellationToken.None, () => Volatile.Write(ref _waiting, waiting));
    }
}
