using AtlasHa.Catalog.Storage.Notifications;
using Microsoft.Data.Sqlite;

namespace AtlasHa.Storage.Sqlite;

/// <summary>The messages of one transaction. Everything completes synchronously.</summary>
/// <param name="session">The transaction's session; throws when it is over.</param>
internal sealed class SqliteNotifications(Func<SqliteSession> session) : INotificationReader, INotificationWriter
{
    public ValueTask<IReadOnlyList<MessagePosition>> ReadPositionsAsync(
        IReadOnlyCollection<MessageSource> sources, CancellationToken cancellationToken)
    {
        List<MessagePosition> found = [];
        foreach (var source in sources)
            Query(NotificationSql.SelectPosition, found, NotificationSql.ReadPosition, cancellationToken, source.Topic, source.Partition);
        return new(found);
    }

    public ValueTask<IReadOnlyList<MessagePosition>> ReadPositionsAsync(CancellationToken cancellationToken) =>
        new(Query(NotificationSql.SelectPositions, [], NotificationSql.ReadPosition, cancellationToken));

    public ValueTask<IReadOnlyList<QueuedMessage>> ReadQueueAsync(
        string topic, long from, int atMost, long maxBytes, CancellationToken cancellationToken)
    {
        List<(long Id, long Length)> lengths = [];
        Query(NotificationSql.SelectQueueLengths, lengths, static row => (row.GetInt64(0), row.GetInt64(1)), cancellationToken, topic, from, atMost);
        return new(lengths.Count == 0
            ? []
            : Query(NotificationSql.SelectQueue, [], NotificationSql.ReadQueued, cancellationToken, topic, from, QueueCut.LastWithin(lengths, maxBytes)));
    }

    public ValueTask<MessageBacklog> ReadBacklogAsync(CancellationToken cancellationToken) => new(Query(
        NotificationSql.SelectBacklog, [], static row => new MessageBacklog(row.GetInt64(0), row.IsDBNull(1) ? null : row.GetInt64(1), row.GetInt64(2)),
        cancellationToken).Single());

    public ValueTask<QueueSize> ReadQueueSizeAsync(CancellationToken cancellationToken) => new(Query(
        NotificationSql.SelectQueueSize, [], static row => new QueueSize(row.GetInt64(0), row.GetInt64(1)), cancellationToken).Single());

    public ValueTask<IReadOnlyList<FailedMessage>> ReadFailedAsync(long after, int atMost, CancellationToken cancellationToken) =>
        new(Query(NotificationSql.SelectFailedAfter, [], NotificationSql.ReadFailed, cancellationToken, after, atMost));

    public ValueTask<IReadOnlyList<FailedMessage>> ReadFailedAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        List<FailedMessage> found = [];
        foreach (var id in ids.Distinct().Order())
            Query(NotificationSql.SelectFailed, found, NotificationSql.ReadFailed, cancellationToken, id);
        return new(found);
    }

    public ValueTask<PieceCount> CountPiecesAsync(MessageSource source, string messageId, CancellationToken cancellationToken) => new(Query(
        NotificationSql.CountPieces, [], static row => new PieceCount(row.GetInt32(0), row.GetInt64(1)), cancellationToken,
        source.Topic, source.Partition, messageId).Single());

    public ValueTask<IReadOnlyList<MessagePiece>> ReadPiecesAsync(MessageSource source, string messageId, CancellationToken cancellationToken) =>
        new(Query(NotificationSql.SelectPieces, [], NotificationSql.ReadPiece, cancellationToken, source.Topic, source.Partition, messageId));

    public ValueTask<MessagePiece?> FindPieceBeforeAsync(long time, CancellationToken cancellationToken) =>
        new(Query(NotificationSql.SelectPieceBefore, [], NotificationSql.ReadPiece, cancellationToken, time).SingleOrDefault());

    public ValueTask<IReadOnlyList<OutboxRow>> ReadOutboxAsync(long after, int atMost, CancellationToken cancellationToken) =>
        new(Query(NotificationSql.SelectOutbox, [], NotificationSql.ReadOutbox, cancellationToken, after, atMost));

    public ValueTask<OutboxBounds> ReadOutboxBoundsAsync(CancellationToken cancellationToken) => new(Query(
        NotificationSql.SelectOutboxBounds, [], static row => new OutboxBounds(row.GetInt64(0), row.GetInt64(1)), cancellationToken).Single());

    public ValueTask PutPositionsAsync(IReadOnlyCollection<MessagePosition> positions, CancellationToken cancellationToken)
    {
        foreach (var position in positions)
            Execute(NotificationSql.PutPosition, cancellationToken, position.Source.Topic, position.Source.Partition, position.Next);
        return default;
    }

    public ValueTask EnqueueAsync(IReadOnlyCollection<QueuedMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
            Execute(NotificationSql.Enqueue, cancellationToken, message.Topic, message.Time, message.Body);
        return default;
    }

    public ValueTask TrimQueuesAsync(IReadOnlyCollection<QueueRange> ranges, CancellationToken cancellationToken)
    {
        foreach (var range in ranges)
            Execute(NotificationSql.TrimQueue, cancellationToken, range.Topic, range.From, range.Next);
        return default;
    }

    public ValueTask AddFailedAsync(IReadOnlyCollection<FailedMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
            Execute(
                NotificationSql.InsertFailed, cancellationToken, message.Source.Topic, message.Source.Partition, message.Offset, message.Time, message.Tries,
                message.Error, message.Body);
        return default;
    }

    public ValueTask DeleteFailedAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
            Execute(NotificationSql.DeleteFailed, cancellationToken, id);
        return default;
    }

    public ValueTask PutPieceAsync(MessagePiece piece, CancellationToken cancellationToken)
    {
        Execute(
            NotificationSql.PutPiece, cancellationToken, piece.Source.Topic, piece.Source.Partition, piece.MessageId, piece.Index, piece.Offset, piece.Time,
            piece.Body);
        return default;
    }

    public ValueTask DeletePiecesAsync(MessageSource source, string messageId, CancellationToken cancellationToken)
    {
        Execute(NotificationSql.DeletePieces, cancellationToken, source.Topic, source.Partition, messageId);
        return default;
    }

    public ValueTask AddOutboxAsync(IReadOnlyCollection<OutboxRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
            Execute(NotificationSql.InsertOutbox, cancellationToken, row.EntityGuid, row.Time, row.Body);
        return default;
    }

    public ValueTask TrimOutboxAsync(long from, long upTo, CancellationToken cancellationToken)
    {
        Execute(NotificationSql.TrimOutbox, cancellationToken, from, upTo);
        return default;
    }

    private void Execute(string sql, CancellationToken cancellationToken, params ReadOnlySpan<object?> parameters)
    {
        cancellationToken.ThrowIfCancellationRequested();
        session().Execute(sql, parameters);
    }

    private List<T> Query<T>(
        string sql, List<T> found, Func<SqliteDataReader, T> read, CancellationToken cancellationToken, params ReadOnlySpan<object?> parameters)
    {
        cancellationToken.ThrowIfCancellationRequested();
        session().Query(sql, (found, read), static (row, state) => state.found.Add(state.read(row)), parameters);
        return found;
    }
}
