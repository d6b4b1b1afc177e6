namespace AtlasHa.Catalog.Storage.Notifications;

/// <summary>The messages of one snapshot.</summary>
public interface INotificationReader
{
    /// <summary>The positions of those sources that have one.</summary>
    ValueTask<IReadOnlyList<MessagePosition>> ReadPositionsAsync(IReadOnlyCollection<MessageSource> sources, CancellationToken cancellationToken);

    /// <summary>All positions, whatever they are of, by topic and partition.</summary>
    ValueTask<IReadOnlyList<MessagePosition>> ReadPositionsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Messages of a queue from this offset on, in order: as many as have <paramref name="maxBytes"/> together, but at least one if there is any.
    /// </summary>
    ValueTask<IReadOnlyList<QueuedMessage>> ReadQueueAsync(
        string topic, long from, int atMost, long maxBytes, CancellationToken cancellationToken);

    ValueTask<MessageBacklog> ReadBacklogAsync(CancellationToken cancellationToken);

    /// <summary>What waits in all queues together. Costs more than <see cref="ReadBacklogAsync"/>: it looks at every message's length.</summary>
    ValueTask<QueueSize> ReadQueueSizeAsync(CancellationToken cancellationToken);

    /// <summary>Given-up messages with a higher id, oldest first.</summary>
    ValueTask<IReadOnlyList<FailedMessage>> ReadFailedAsync(long after, int atMost, CancellationToken cancellationToken);

    /// <summary>Those of these ids that are there, oldest first.</summary>
    ValueTask<IReadOnlyList<FailedMessage>> ReadFailedAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken);

    ValueTask<PieceCount> CountPiecesAsync(MessageSource source, string messageId, CancellationToken cancellationToken);

    /// <summary>In order of their index.</summary>
    ValueTask<IReadOnlyList<MessagePiece>> ReadPiecesAsync(MessageSource source, string messageId, CancellationToken cancellationToken);

    /// <summary>The oldest piece that came before this time; null when there is none.</summary>
    ValueTask<MessagePiece?> FindPieceBeforeAsync(long time, CancellationToken cancellationToken);

    /// <summary>Rows with a higher id, in order.</summary>
    ValueTask<IReadOnlyList<OutboxRow>> ReadOutboxAsync(long after, int atMost, CancellationToken cancellationToken);

    ValueTask<OutboxBounds> ReadOutboxBoundsAsync(CancellationToken cancellationToken);
}
