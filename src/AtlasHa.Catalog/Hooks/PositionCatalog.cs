using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Notifications;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Notifications;

namespace AtlasHa.Catalog.Hooks;

/// <summary>
/// How far Kafka's partitions have been taken, in one term of office, and what operators change of it. Whoever takes messages names the position that
/// it expects, in the transaction: so one that was set counts from its commit on. All may throw <see cref="StaleEpochException"/> and
/// <see cref="StoreUnavailableException"/>.
/// </summary>
public sealed class PositionCatalog
{
    private readonly CatalogAccess _access;
    private readonly ChangeSignal _set = new();

    internal PositionCatalog(CatalogAccess access) => _access = access;

    /// <summary>Completes when an operator has set a position after this was read: whoever reads has to begin anew there.</summary>
    public Task Set => _set.Next;

    /// <summary>The partitions that have a position, by topic and partition.</summary>
    public Task<IReadOnlyList<PartitionPosition>> ListAsync(CancellationToken cancellationToken) => _access.ReadAsync<IReadOnlyList<PartitionPosition>>(
        async (reader, _) =>
        {
            var rows = await reader.Notifications.ReadPositionsAsync(cancellationToken).ConfigureAwait(false);
            return [.. rows.Where(row => row.Source.IsPartition).Select(row => Of(row.Source, rows))];
        },
        cancellationToken);

    public Task<PartitionPosition> ReadAsync(MessageSource source, CancellationToken cancellationToken) =>
        _access.ReadAsync((reader, _) => ReadAsync(source, reader, cancellationToken), cancellationToken);

    /// <summary>Sets the position of a partition; the reading goes on if it was halted.</summary>
    /// <param name="source">The partition.</param>
    /// <param name="asked">What the caller asked for: a repeat under the same request id has to ask for the same.</param>
    /// <param name="offset">
    /// What that means now, or why it cannot be done. That counts only if the request was not carried out before.
    /// </param>
    /// <param name="call">The caller.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<NotificationPositionChange> SetAsync(
        MessageSource source, PositionTarget asked, Task<long> offset, CallContext call, CancellationToken cancellationToken)
    {
        RequestKey? key = RequestKey.Of(call, "notification.position", source.Topic, source.Partition, asked.ToString());
        // The signal comes with the commit: the caller may have gone by then.
        return await _access.WriteRowsAsync(
            key,
            async (writer, cancel) =>
            {
                long next = await offset.ConfigureAwait(false);
                long before = (await ReadAsync(source, writer, cancel).ConfigureAwait(false)).Next;
                await writer.NotificationChanges.PutPositionsAsync(
                    [new MessagePosition(source, next), new MessagePosition(source.Halt, MessageStep.NoPosition)], cancel).ConfigureAwait(false);
                return new NotificationPositionChange
                {
                    Topic = source.Topic,
                    Partition = source.Partition,
                    Position = next,
                    Previous = before == MessageStep.NoPosition ? null : before,
                };
            },
            cancellationToken, _set.Give).ConfigureAwait(false);
    }

    /// <summary>Notes that the brokers do not hold the message at this position, so that no later term reads on where messages are missing.</summary>
    /// <exception cref="MessageOutOfOrderException">The position is another one: read it again.</exception>
    public Task HaltAsync(MessageSource source, long position, CancellationToken cancellationToken) => _access.WriteAsync(
        key: null,
        async (writer, cancel) =>
        {
            long actual = (await ReadAsync(source, writer, cancel).ConfigureAwait(false)).Next;
            if (actual != position)
                throw new MessageOutOfOrderException(source, position, actual);
            await writer.NotificationChanges.PutPositionsAsync([new MessagePosition(source.Halt, position)], cancel).ConfigureAwait(false);
        },
        cancellationToken);

    private static async ValueTask<PartitionPosition> ReadAsync(MessageSource source, ICatalogReader reader, CancellationToken cancellationToken) =>
        Of(source, await reader.Notifications.ReadPositionsAsync([source, source.Halt], cancellationToken).ConfigureAwait(false));

    private static PartitionPosition Of(MessageSource source, IReadOnlyList<MessagePosition> rows)
    {
        long next = rows.FirstOrDefault(row => row.Source == source)?.Next ?? MessageStep.NoPosition;
        long halt = rows.FirstOrDefault(row => row.Source == source.Halt)?.Next ?? MessageStep.NoPosition;
        return new PartitionPosition(source, next, IsHalted: halt != MessageStep.NoPosition && halt == next);
    }
}
