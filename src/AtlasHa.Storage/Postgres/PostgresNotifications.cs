using System.Text;
using AtlasHa.Catalog.Storage.Notifications;
using Npgsql;
using static AtlasHa.Storage.Postgres.PostgresSession;

namespace AtlasHa.Storage.Postgres;

/// <summary>The messages of one transaction; changes go along with the next call that answers something, or with the commit.</summary>
/// <param name="session">The transaction's session; throws when it is over.</param>
/// <param name="onContact">Told of every answer.</param>
internal sealed class PostgresNotifications(Func<PostgresSession> session, Action onContact) : INotificationReader, INotificationWriter
{
    public async ValueTask<IReadOnlyList<MessagePosition>> ReadPositionsAsync(
        IReadOnlyCollection<MessageSource> sources, CancellationToken cancellationToken) =>
        sources.Count == 0 ? [] : await QueryAsync(
            NotificationSql.ReadPosition, cancellationToken, Statement(NotificationSql.SelectPositions, sources.Select(source => source.Topic).ToArray(),
            sources.Select(source => source.Partition).ToArray())).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<MessagePosition>> ReadPositionsAsync(CancellationToken cancellationToken) =>
        await QueryAsync(NotificationSql.ReadPosition, cancellationToken, Statement(NotificationSql.SelectAllPositions)).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<QueuedMessage>> ReadQueueAsync(
        string topic, long from, int atMost, long maxBytes, CancellationToken cancellationToken)
    {
        var lengths = await QueryAsync(
            static row => (row.GetInt64(0), row.GetInt64(1)), cancellationToken, Statement(NotificationSql.SelectQueueLengths, topic, from, atMost)).ConfigureAwait(false);
        return lengths.Count == 0 ? [] : await QueryAsync(
            NotificationSql.ReadQueued, cancellationToken, Statement(NotificationSql.SelectQueue, topic, from, QueueCut.LastWithin(lengths, maxBytes))).ConfigureAwait(false);
    }

    public async ValueTask<MessageBacklog> ReadBacklogAsync(CancellationToken cancellationToken) => (await QueryAsync(
        static row => new MessageBacklog(row.GetInt64(0), row.IsDBNull(1) ? null : row.GetInt64(1), row.GetInt64(2)), cancellationToken,
        Statement(NotificationSql.SelectBacklog)).ConfigureAwait(false)).Single();

    public async ValueTask<QueueSize> ReadQueueSizeAsync(CancellationToken cancellationToken) => (await QueryAsync(
        static row => new QueueSize(row.GetInt64(0), row.GetInt64(1)), cancellationToken, Statement(NotificationSql.SelectQueueSize)).ConfigureAwait(false)).Single();

    public async ValueTask<IReadOnlyList<FailedMessage>> ReadFailedAsync(long after, int atMost, CancellationToken cancellationToken) =>
        await QueryAsync(NotificationSql.ReadFailed, cancellationToken, Statement(NotificationSql.SelectFailedAfter, after, atMost)).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<FailedMessage>> ReadFailedAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken) =>
        ids.Count == 0 ? [] : await QueryAsync(NotificationSql.ReadFailed, cancellationToken, Statement(NotificationSql.SelectFailed, ids.ToArray())).ConfigureAwait(false);

    public async ValueTask<PieceCount> CountPiecesAsync(MessageSource source, string messageId, CancellationToken cancellationToken) => (await QueryAsync(
        static row => new PieceCount(row.GetInt32(0), row.GetInt64(1)), cancellationToken, Statement(NotificationSql.CountPieces, source.Topic, source.Partition,
        Bytes(messageId))).ConfigureAwait(false)).Single();

    public async ValueTask<IReadOnlyList<MessagePiece>> ReadPiecesAsync(MessageSource source, string messageId, CancellationToken cancellationToken) =>
        await QueryAsync(
            NotificationSql.ReadPiece, cancellationToken, Statement(NotificationSql.SelectPieces, source.Topic, source.Partition, Bytes(messageId))).ConfigureAwait(false);

    public async ValueTask<MessagePiece?> FindPieceBeforeAsync(long time, CancellationToken cancellationToken) =>
        (await QueryAsync(NotificationSql.ReadPiece, cancellationToken, Statement(NotificationSql.SelectPieceBefore, time)).ConfigureAwait(false)).SingleOrDefault();

    public async ValueTask<IReadOnlyList<OutboxRow>> ReadOutboxAsync(long after, int atMost, CancellationToken cancellationToken) =>
        await QueryAsync(NotificationSql.ReadOutbox, cancellationToken, Statement(NotificationSql.SelectOutbox, after, atMost)).ConfigureAwait(false);

    public async ValueTask<OutboxBounds> ReadOutboxBoundsAsync(CancellationToken cancellationToken) => (await QueryAsync(
        static row => new OutboxBounds(row.GetInt64(0), row.GetInt64(1)), cancellationToken, Statement(NotificationSql.SelectOutboxBounds)).ConfigureAwait(false)).Single();

    public ValueTask PutPositionsAsync(IReadOnlyCollection<MessagePosition> positions, CancellationToken cancellationToken)
    {
        // One INSERT may not touch a row twice.
        var last = positions.GroupBy(position => position.Source).Select(same => same.Last()).ToList();
        return DeferAsync(
            cancellationToken, Statement(NotificationSql.PutPositions, last.Select(position => position.Source.Topic).ToArray(),
            last.Select(position => position.Source.Partition).ToArray(), last.Select(position => position.Next).ToArray()));
    }

    public ValueTask EnqueueAsync(IReadOnlyCollection<QueuedMessage> messages, CancellationToken cancellationToken) => DeferAsync(
        cancellationToken, Statement(NotificationSql.Enqueue, messages.Select(message => message.Topic).ToArray(), messages.Select(message => message.Time).ToArray(),
        messages.Select(message => message.Body).ToArray()));

    public ValueTask TrimQueuesAsync(IReadOnlyCollection<QueueRange> ranges, CancellationToken cancellationToken) => DeferAsync(
        cancellationToken, Statement(NotificationSql.TrimQueues, ranges.Select(range => range.Topic).ToArray(), ranges.Select(range => range.From).ToArray(),
        ranges.Select(range => range.Next).ToArray()));

    public ValueTask AddFailedAsync(IReadOnlyCollection<FailedMessage> messages, CancellationToken cancellationToken) => DeferAsync(
        cancellationToken,
        [.. messages.Select(message => Statement(
            NotificationSql.InsertFailed, message.Source.Topic, message.Source.Partition, message.Offset, message.Time, message.Tries, Bytes(message.Error),
            message.Body))]);

    public ValueTask DeleteFailedAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken) =>
        DeferAsync(cancellationToken, Statement(NotificationSql.DeleteFailed, ids.ToArray()));

    public ValueTask PutPieceAsync(MessagePiece piece, CancellationToken cancellationToken) => DeferAsync(
        cancellationToken, Statement(NotificationSql.PutPiece, piece.Source.Topic, piece.Source.Partition, Bytes(piece.MessageId), piece.Index, piece.Offset, piece.Time,
        piece.Body));

    public ValueTask DeletePiecesAsync(MessageSource source, string messageId, CancellationToken cancellationToken) =>
        DeferAsync(cancellationToken, Statement(NotificationSql.DeletePieces, source.Topic, source.Partition, Bytes(messageId)));

    public ValueTask AddOutboxAsync(IReadOnlyCollection<OutboxRow> rows, CancellationToken cancellationToken) => DeferAsync(
        cancellationToken, Statement(NotificationSql.InsertOutbox, rows.Select(row => row.EntityGuid).ToArray(), rows.Select(row => row.Time).ToArray(),
        rows.Select(row => row.Body).ToArray()));

    public ValueTask TrimOutboxAsync(long from, long upTo, CancellationToken cancellationToken) => DeferAsync(cancellationToken, Statement(NotificationSql.TrimOutbox, from, upTo));

    // Text of this server cannot hold the character NUL, which a message may.
    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private ValueTask DeferAsync(CancellationToken cancellationToken, params ReadOnlySpan<NpgsqlBatchCommand> statements)
    {
        cancellationToken.ThrowIfCancellationRequested();
        session().Defer(statements);
        return default;
    }

    private async Task<List<T>> QueryAsync<T>(Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlBatchCommand[] statements)
    {
        var found = await session().QueryAsync(read, cancellationToken, statements).ConfigureAwait(false);
        onContact();
        return found;
    }
}
