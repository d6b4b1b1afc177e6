using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Notifications;

namespace AtlasHa.Catalog.Hooks;

/// <summary>
/// How many messages, and bytes of them, wait in the store's queues. Counted once in a term, and from then on it follows the commits: no request has to count. The level
/// changes after commits, so that those which share one may pass the bound together.
/// </summary>
/// <param name="max">From how many messages on no more are taken.</param>
/// <param name="maxBytes">From how many bytes of them on.</param>
internal sealed class QueueLevel(int max, long maxBytes)
{
    private const long NotCounted = -1;

    private readonly Lock _countLock = new();
    private Task<WriteReceipt>? _count;

    // Changed between the writer's groups only.
    private long _waiting = NotCounted;
    private long _bytes;
    private long _refused;

    public bool IsFull => Volatile.Read(ref _waiting) >= max || Volatile.Read(ref _bytes) >= maxBytes;

    /// <summary>Bytes of the messages that wait; null when they were not counted in this term yet.</summary>
    public long? Bytes => Volatile.Read(ref _waiting) == NotCounted ? null : Volatile.Read(ref _bytes);

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

    /// <summary>A commit has added messages, or removed them, of so many bytes together.</summary>
    public void Changed(long messages, long bytes)
    {
        if (_waiting == NotCounted)
            return;
        Volatile.Write(ref _waiting, Math.Max(0, _waiting + messages));
        // No messages have no bytes.
        Volatile.Write(ref _bytes, _waiting == 0 ? 0 : Math.Max(0, _bytes + bytes));
    }

    /// <summary>What a post is refused with, and counted as refused.</summary>
    public AtlasException Refusal()
    {
        Interlocked.Increment(ref _refused);
        CatalogMeter.RefusedPosts.Add(1);
        long waiting = Volatile.Read(ref _waiting);
        return waiting >= max
            ? new AtlasException(AtlasHaErrorCode.QueueFull, $"{waiting} messages", max, nameof(NotificationOptions.MaxWaiting))
            : new AtlasException(AtlasHaErrorCode.QueueFull, $"{Volatile.Read(ref _bytes)} bytes of messages", maxBytes, nameof(NotificationOptions.MaxWaitingBytes));
    }

    /// <summary>
    /// Counts in a write: the level has been told of all that was written before it, and will be told of what comes after it.
    /// </summary>
    private Task<WriteReceipt> ReadAsync(CatalogAccess access)
    {
        QueueSize size = new(0, 0);
        return access.WriteAsync(
            key: null,
            async (writer, cancel) => size = await writer.Notifications.ReadQueueSizeAsync(cancel).ConfigureAwait(false),
            CancellationToken.None, () => Counted(size));
    }

    private void Counted(QueueSize size)
    {
        Volatile.Write(ref _bytes, size.Bytes);
        Volatile.Write(ref _waiting, size.Messages);
    }
}
