using System.Text;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Notifications;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Notifications;

namespace AtlasHa.Catalog.Hooks;

/// <summary>
/// Messages of hooks in one term of office: the store's queue of them, what they do to the catalogue, and those that were given up. All may throw
/// <see cref="StaleEpochException"/> and <see cref="StoreUnavailableException"/>.
/// </summary>
public sealed class HookCatalog
{
    /// <summary>A list of failed messages shows so much of each.</summary>
    private const int ShownBytes = 4096;

    private readonly CatalogAccess _access;
    private readonly NotificationOptions _options;
    private readonly ChangeSignal _queued = new();
    private readonly QueueLevel _level;

    internal HookCatalog(CatalogAccess access, NotificationOptions options) =>
        (_access, _options, _level) = (access, options, new QueueLevel(options.MaxWaiting, options.MaxWaitingBytes));

    /// <summary>Completes when something is put into a queue after this was read.</summary>
    public Task Queued => _queued.Next;

    /// <summary>Posts that were refused in this term because too many messages wait.</summary>
    public long RefusedPosts => _level.Refused;

    /// <summary>Bytes of the messages that wait in the queues; null when nothing has asked for them in this term yet.</summary>
    public long? QueuedBytes => _level.Bytes;

    /// <summary>Adds to the end of a topic's queue; durable on return.</summary>
    /// <exception cref="AtlasException">
    /// 400-00-101: no such topic is consumed. 500-00-018: a message is too long. ATLASHA-503-005: too many wait. None of the messages was taken.
    /// </exception>
    public async Task<WriteReceipt> EnqueueAsync(string topic, IReadOnlyList<byte[]> messages, CallContext call, CancellationToken cancellationToken)
    {
        if (!_options.Topics.Contains(topic))
            throw new AtlasException(AtlasErrorCode.InvalidTopicName, topic);
        if (messages.FirstOrDefault(message => message.Length > _options.MaxMessageBytes) is { } tooLong)
            throw new AtlasException(
                AtlasErrorCode.NotificationException,
                $"a message has {tooLong.Length} bytes, {_options.MaxMessageBytes} are allowed (AtlasHa:Notifications:MaxMessageBytes): nothing of the request was taken");
        QueuedMessage[] rows = [.. messages.Select(body => new QueuedMessage(Id: 0, topic, _access.Now, body))];
        await _level.CountAsync(_access).WaitAsync(cancellationToken).ConfigureAwait(false);
        RequestKey? key = RequestKey.Of(call, "notification.post", topic, messages);
        // One that may have been taken before is asked for in the transaction.
        if (key is null && rows.Length > 0 && _level.IsFull)
            throw _level.Refusal();
        var added = 0;
        long bytes = 0;
        // The signal comes with the commit: the caller may have gone by then.
        return await _access.WriteAsync(
            key,
            async (writer, cancel) =>
            {
                if (rows.Length > 0 && _level.IsFull)
                    throw _level.Refusal();
                await writer.NotificationChanges.EnqueueAsync(rows, cancel).ConfigureAwait(false);
                (added, bytes) = (rows.Length, rows.Sum(row => (long)row.Body.Length));
            },
            cancellationToken, () => Added(added, bytes)).ConfigureAwait(false);
    }

    /// <inheritdoc cref="INotificationReader.ReadQueueAsync"/>
    public Task<IReadOnlyList<QueuedMessage>> ReadQueueAsync(string topic, long from, int atMost, long maxBytes, CancellationToken cancellationToken) =>
        _access.ReadAsync((reader, _) => reader.Notifications.ReadQueueAsync(topic, from, atMost, maxBytes, cancellationToken), cancellationToken);

    /// <summary>The offset from which on the messages of a source have not been taken; <see cref="MessageStep.NoPosition"/> when none ever was.</summary>
    public Task<long> ReadPositionAsync(MessageSource source, CancellationToken cancellationToken) =>
        _access.ReadAsync(
            async (reader, _) => (await reader.Notifications.ReadPositionsAsync([source], cancellationToken).ConfigureAwait(false)).SingleOrDefault()?.Next
                ?? MessageStep.NoPosition,
            cancellationToken);

    public Task<MessageBacklog> ReadBacklogAsync(CancellationToken cancellationToken) =>
        _access.ReadAsync((reader, _) => reader.Notifications.ReadBacklogAsync(cancellationToken), cancellationToken);

    public Task<PieceCount> CountPiecesAsync(MessageSource source, string messageId, CancellationToken cancellationToken) =>
        _access.ReadAsync((reader, _) => reader.Notifications.CountPiecesAsync(source, messageId, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<MessagePiece>> ReadPiecesAsync(MessageSource source, string messageId, CancellationToken cancellationToken) =>
        _access.ReadAsync((reader, _) => reader.Notifications.ReadPiecesAsync(source, messageId, cancellationToken), cancellationToken);

    /// <summary>Takes one message. Several may be given at once, in order: each is done only when those before it are.</summary>
    /// <exception cref="MessageOutOfOrderException">It is not the turn of this message.</exception>
    /// <exception cref="AtlasException">What the message asks for is refused: nothing was done, and the position stays.</exception>
    public Task TakeAsync(MessageStep step, CancellationToken cancellationToken)
    {
        HookWork work = HookWork.Of(step.Change, _access.Types);
        return _access.WriteAsync(
            step.User,
            async (writer, mutation, cancel) =>
            {
                long position = (await writer.Notifications.ReadPositionsAsync([step.Source], cancel).ConfigureAwait(false)).SingleOrDefault()?.Next
                    ?? MessageStep.NoPosition;
                if (position != step.Expected)
                    throw new MessageOutOfOrderException(step.Source, step.Expected, position);
                await work.DoAsync(mutation, cancel).ConfigureAwait(false);
                await NoteAsync(step, writer.NotificationChanges, cancel).ConfigureAwait(false);
            },
            work.Reads, cancellationToken, step.Source.IsQueue ? () => _level.Changed(-1, -step.Bytes) : null);
    }

    /// <summary>Pieces of messages that never became whole by this time are given up, each as a message of its own; how many there were.</summary>
    /// <param name="before">Milliseconds since the Unix epoch.</param>
    public async Task<int> GiveUpPiecesAsync(long before, CancellationToken cancellationToken)
    {
        for (var count = 0; ;)
        {
            MessagePiece? oldest = await _access.ReadAsync(
                (reader, _) => reader.Notifications.FindPieceBeforeAsync(before, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (oldest is null)
                return count;
            var given = 0;
            await _access.WriteAsync(
                key: null,
                async (writer, cancel) =>
                {
                    // Others of the message may have come since, and may have made it whole.
                    IReadOnlyList<MessagePiece> pieces =
                        await writer.Notifications.ReadPiecesAsync(oldest.Source, oldest.MessageId, cancel).ConfigureAwait(false);
                    given = pieces.Count;
                    await writer.NotificationChanges.AddFailedAsync([.. pieces.Select(PieceFailure)], cancel).ConfigureAwait(false);
                    await writer.NotificationChanges.DeletePiecesAsync(oldest.Source, oldest.MessageId, cancel).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
            count += given;
        }
    }

    /// <summary>Given-up messages with a higher id, oldest first.</summary>
    public Task<IReadOnlyList<FailedNotification>> ListFailedAsync(long after, int atMost, CancellationToken cancellationToken) =>
        _access.ReadAsync<IReadOnlyList<FailedNotification>>(
            async (reader, _) =>
                [.. (await reader.Notifications.ReadFailedAsync(after, atMost, cancellationToken).ConfigureAwait(false)).Select(Shown)],
            cancellationToken);

    /// <summary>Puts given-up messages at the end of their topics' queues; those that are not there are passed over. How many there were.</summary>
    public async Task<int> ReplayAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        var count = 0;
        long bytes = 0;
        await _access.WriteAsync(
            key: null,
            async (writer, cancel) =>
            {
                IReadOnlyList<FailedMessage> found = await writer.Notifications.ReadFailedAsync(ids, cancel).ConfigureAwait(false);
                await writer.NotificationChanges.DeleteFailedAsync([.. found.Select(message => message.Id)], cancel).ConfigureAwait(false);
                await writer.NotificationChanges.EnqueueAsync(
                    [.. found.Select(message => new QueuedMessage(Id: 0, message.Source.Topic, _access.Now, message.Body))], cancel).ConfigureAwait(false);
                (count, bytes) = (found.Count, found.Sum(message => (long)message.Body.Length));
            },
            cancellationToken, () => Added(count, bytes)).ConfigureAwait(false);
        return count;
    }

    /// <summary>Forgets given-up messages; those that are not there are passed over. How many there were.</summary>
    public async Task<int> DropAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        var count = 0;
        await _access.WriteAsync(
            key: null,
            async (writer, cancel) =>
            {
                count = (await writer.Notifications.ReadFailedAsync(ids, cancel).ConfigureAwait(false)).Count;
                await writer.NotificationChanges.DeleteFailedAsync(ids, cancel).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return count;
    }

    /// <summary>A commit has added messages.</summary>
    private void Added(int messages, long bytes)
    {
        _level.Changed(messages, bytes);
        _queued.Give();
    }

    private static FailedNotification Shown(FailedMessage message) => new()
    {
        Id = message.Id,
        Topic = message.Source.Topic,
        Partition = message.Source.IsQueue ? null : message.Source.Partition,
        Offset = message.Offset,
        Time = message.Time,
        Tries = message.Tries,
        Error = message.Error,
        Bytes = message.Body.Length,
        Message = Encoding.UTF8.GetString(message.Body.AsSpan(0, Math.Min(message.Body.Length, ShownBytes))),
    };

    private async ValueTask NoteAsync(MessageStep step, INotificationWriter changes, CancellationToken cancellationToken)
    {
        if (step.Piece is not null)
            await changes.PutPieceAsync(step.Piece with { Time = _access.Now }, cancellationToken).ConfigureAwait(false);
        if (step.Assembled is not null)
            await changes.DeletePiecesAsync(step.Source, step.Assembled, cancellationToken).ConfigureAwait(false);
        if (step.Failure is not null)
            await changes.AddFailedAsync([step.Failure with { Time = _access.Now }], cancellationToken).ConfigureAwait(false);
        await changes.PutPositionsAsync([new MessagePosition(step.Source, step.Next)], cancellationToken).ConfigureAwait(false);
        if (step.Source.IsQueue)
            await changes.TrimQueuesAsync([new QueueRange(step.Source.Topic, step.Expected, step.Next)], cancellationToken).ConfigureAwait(false);
    }

    private FailedMessage PieceFailure(MessagePiece piece) => new(
        Id: 0, piece.Source, piece.Offset, _access.Now, Tries: 0,
        $"piece {piece.Index} of the split message {piece.MessageId}: the other pieces have not come in time", piece.Body);
}
