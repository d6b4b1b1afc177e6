using AtlasHa.Catalog.Storage.Notifications;

namespace AtlasHa.Catalog.Storage.Groups;

/// <summary>
/// The messages of a group's transaction. What every message of a stream needs (its position, its place in the queue, what it has to tell) is kept
/// in memory like the group's other rows; the rest goes to the store directly.
/// </summary>
internal sealed class GroupNotifications(GroupTransaction transaction) : INotificationReader, INotificationWriter
{
    public async ValueTask<IReadOnlyList<MessagePosition>> ReadPositionsAsync(
        IReadOnlyCollection<MessageSource> sources, CancellationToken cancellationToken)
    {
        List<MessagePosition> found = [];
        List<MessageSource> others = [];
        foreach (var source in sources)
        {
            if ((transaction.Request.FindPosition(source) ?? transaction.Group.FindPosition(source)) is { } pending)
                found.Add(pending);
            else
                others.Add(source);
        }
        found.AddRange(await transaction.AskAsync(cancel => transaction.Stored.PositionsAsync(others, cancel), cancellationToken).ConfigureAwait(false));
        return found;
    }

    public ValueTask<IReadOnlyList<MessagePosition>> ReadPositionsAsync(CancellationToken cancellationToken) =>
        transaction.DirectAsync(transaction.Store.Notifications.ReadPositionsAsync, cancellationToken);

    public ValueTask<IReadOnlyList<QueuedMessage>> ReadQueueAsync(
        string topic, long from, int atMost, long maxBytes, CancellationToken cancellationToken) =>
        transaction.DirectAsync(cancel => transaction.Store.Notifications.ReadQueueAsync(topic, from, atMost, maxBytes, cancel), cancellationToken);

    public ValueTask<MessageBacklog> ReadBacklogAsync(CancellationToken cancellationToken) =>
        transaction.DirectAsync(transaction.Store.Notifications.ReadBacklogAsync, cancellationToken);

    public ValueTask<QueueSize> ReadQueueSizeAsync(CancellationToken cancellationToken) =>
        transaction.DirectAsync(transaction.Store.Notifications.ReadQueueSizeAsync, cancellationToken);

    public ValueTask<IReadOnlyList<FailedMessage>> ReadFailedAsync(long after, int atMost, CancellationToken cancellationToken) =>
        transaction.DirectAsync(cancel => transaction.Store.Notifications.ReadFailedAsync(after, atMost, cancel), cancellationToken);

    public ValueTask<IReadOnlyList<FailedMessage>> ReadFailedAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken) =>
        transaction.DirectAsync(cancel => transaction.Store.Notifications.ReadFailedAsync(ids, cancel), cancellationToken);

    public ValueTask<PieceCount> CountPiecesAsync(MessageSource source, string messageId, CancellationToken cancellationToken) =>
        transaction.DirectAsync(cancel => transaction.Store.Notifications.CountPiecesAsync(source, messageId, cancel), cancellationToken);

    public ValueTask<IReadOnlyList<MessagePiece>> ReadPiecesAsync(MessageSource source, string messageId, CancellationToken cancellationToken) =>
        transaction.DirectAsync(cancel => transaction.Store.Notifications.ReadPiecesAsync(source, messageId, cancel), cancellationToken);

    public ValueTask<MessagePiece?> FindPieceBeforeAsync(long time, CancellationToken cancellationToken) =>
        transaction.DirectAsync(cancel => transaction.Store.Notifications.FindPieceBeforeAsync(time, cancel), cancellationToken);

    public ValueTask<IReadOnlyList<OutboxRow>> ReadOutboxAsync(long after, int atMost, CancellationToken cancellationToken) =>
        transaction.DirectAsync(cancel => transaction.Store.Notifications.ReadOutboxAsync(after, atMost, cancel), cancellationToken);

    public ValueTask<OutboxBounds> ReadOutboxBoundsAsync(CancellationToken cancellationToken) =>
        transaction.DirectAsync(transaction.Store.Notifications.ReadOutboxBoundsAsync, cancellationToken);

    public ValueTask PutPositionsAsync(IReadOnlyCollection<MessagePosition> positions, CancellationToken cancellationToken)
    {
        foreach (var position in positions)
            transaction.Request.Put(position);
        return default;
    }

    public ValueTask EnqueueAsync(IReadOnlyCollection<QueuedMessage> messages, CancellationToken cancellationToken)
    {
        transaction.Request.Add(messages);
        return default;
    }

    public ValueTask TrimQueuesAsync(IReadOnlyCollection<QueueRange> ranges, CancellationToken cancellationToken)
    {
        foreach (var range in ranges)
            transaction.Request.Trim(range);
        return default;
    }

    public ValueTask AddFailedAsync(IReadOnlyCollection<FailedMessage> messages, CancellationToken cancellationToken) =>
        transaction.DirectAsync(cancel => transaction.Store.NotificationChanges.AddFailedAsync(messages, cancel), cancellationToken);

    public ValueTask DeleteFailedAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken) =>
        transaction.DirectAsync(cancel => transaction.Store.NotificationChanges.DeleteFailedAsync(ids, cancel), cancellationToken);

    public ValueTask PutPieceAsync(MessagePiece piece, CancellationToken cancellationToken) =>
        transaction.DirectAsync(cancel => transaction.Store.NotificationChanges.PutPieceAsync(piece, cancel), cancellationToken);

    public ValueTask DeletePiecesAsync(MessageSource source, string messageId, CancellationToken cancellationToken) =>
        transaction.DirectAsync(cancel => transaction.Store.NotificationChanges.DeletePiecesAsync(source, messageId, cancel), cancellationToken);

    public ValueTask AddOutboxAsync(IReadOnlyCollection<OutboxRow> rows, CancellationToken cancellationToken)
    {
        transaction.Request.Add(rows);
        return default;
    }

    public ValueTask TrimOutboxAsync(long from, long upTo, CancellationToken cancellationToken) =>
        transaction.DirectAsync(cancel => transaction.Store.NotificationChanges.TrimOutboxAsync(from, upTo, cancel), cancellationToken);
}
