namespace AtlasHa.Catalog.Storage.Notifications;

/// <summary>Changes to messages, part of a write transaction. Ids of new rows are given by the store, in the order of the calls.</summary>
public interface INotificationWriter
{
    /// <summary>Inserts or replaces by source.</summary>
    ValueTask PutPositionsAsync(IReadOnlyCollection<MessagePosition> positions, CancellationToken cancellationToken);

    ValueTask EnqueueAsync(IReadOnlyCollection<QueuedMessage> messages, CancellationToken cancellationToken);

    /// <summary>Removes these messages, at most one range of each topic.</summary>
    ValueTask TrimQueuesAsync(IReadOnlyCollection<QueueRange> ranges, CancellationToken cancellationToken);

    ValueTask AddFailedAsync(IReadOnlyCollection<FailedMessage> messages, CancellationToken cancellationToken);

    ValueTask DeleteFailedAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken);

    /// <summary>Inserts, or replaces one that came again.</summary>
    ValueTask PutPieceAsync(MessagePiece piece, CancellationToken cancellationToken);

    ValueTask DeletePiecesAsync(MessageSource source, string messageId, CancellationToken cancellationToken);

    ValueTask AddOutboxAsync(IReadOnlyCollection<OutboxRow> rows, CancellationToken cancellationToken);

    /// <summary>Removes rows up to this id, which is lower than that of the last row: from that the numbers go on.</summary>
    /// <param name="from">Below it nothing is looked at: what was there has gone.</param>
    ValueTask TrimOutboxAsync(long from, long upTo, CancellationToken cancellationToken);
}
