using AtlasHa.Catalog.Hooks;
using AtlasHa.Catalog.Model.Notifications;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage.Notifications;

namespace AtlasHa.Catalog.Outbox;

/// <summary>
/// What was to be told of changed entities, in order, in one term of office. All may throw <see cref="Storage.StaleEpochException"/> and
/// <see cref="Storage.StoreUnavailableException"/>.
/// </summary>
public sealed class OutboxCatalog
{
    private readonly CatalogAccess _access;

    internal OutboxCatalog(CatalogAccess access) => _access = access;

    /// <summary>Completes when something may have been added after this was read, and when the term is over.</summary>
    public Task Changed => _access.Changed.Next;

    /// <summary>Messages with higher numbers, in order.</summary>
    public Task<IReadOnlyList<OutboxRow>> ReadAsync(long after, int atMost, CancellationToken cancellationToken) =>
        _access.ReadAsync((reader, _) => reader.Notifications.ReadOutboxAsync(after, atMost, cancellationToken), cancellationToken);

    /// <summary>The same, with the bounds of what is kept, of one moment.</summary>
    public Task<EntityNotificationBatch> ReadBatchAsync(long after, int atMost, CancellationToken cancellationToken) => _access.ReadAsync(
        async (reader, _) =>
        {
            OutboxBounds bounds = await reader.Notifications.ReadOutboxBoundsAsync(cancellationToken).ConfigureAwait(false);
            IReadOnlyList<OutboxRow> rows = await reader.Notifications.ReadOutboxAsync(after, atMost, cancellationToken).ConfigureAwait(false);
            return new EntityNotificationBatch(bounds.First, bounds.Last, [.. rows.Select(row => new NumberedNotification(row.Id, row.Body))]);
        },
        cancellationToken);

    public Task<OutboxBounds> ReadBoundsAsync(CancellationToken cancellationToken) =>
        _access.ReadAsync((reader, _) => reader.Notifications.ReadOutboxBoundsAsync(cancellationToken), cancellationToken);

    /// <summary>The number up to which a publisher has sent everything; null when it never sent anything.</summary>
    public Task<long?> ReadPublishedAsync(string topic, CancellationToken cancellationToken) => _access.ReadAsync<long?>(
        async (reader, _) =>
            (await reader.Notifications.ReadPositionsAsync([MessageSource.Publisher(topic)], cancellationToken).ConfigureAwait(false)).SingleOrDefault()?.Next,
        cancellationToken);

    /// <summary>Notes that everything up to this number has been sent.</summary>
    public Task NotePublishedAsync(string topic, long upTo, CancellationToken cancellationToken) => _access.WriteAsync(
        key: null,
        async (writer, cancel) => await writer.NotificationChanges
            .PutPositionsAsync([new MessagePosition(MessageSource.Publisher(topic), upTo)], cancel).ConfigureAwait(false),
        cancellationToken);

    /// <summary>Forgets the messages with these numbers, the oldest ones that are kept.</summary>
    public Task TrimAsync(long from, long upTo, CancellationToken cancellationToken) => _access.WriteAsync(
        key: null, async (writer, cancel) => await writer.NotificationChanges.TrimOutboxAsync(from, upTo, cancel).ConfigureAwait(false), cancellationToken);
}
