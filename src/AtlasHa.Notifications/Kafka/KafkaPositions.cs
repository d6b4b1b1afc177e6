using AtlasHa.Catalog;
using AtlasHa.Catalog.Hooks;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Notifications;
using AtlasHa.Catalog.Storage.Notifications;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AtlasHa.Notifications.Kafka;

/// <summary>What operators see and change of the reading from Kafka: what the store says beside what the brokers say.</summary>
internal sealed partial class KafkaPositions(IOptions<CatalogOptions> catalogOptions, IOptions<ConsumerOptions> options, ILogger<KafkaPositions> logger) : IKafkaPositions
{
    private KafkaOptions Kafka => options.Value.Kafka is { IsOn: true } kafka ? kafka : throw new AtlasException(AtlasHaErrorCode.NoKafka);

    private IReadOnlyList<string> Topics => catalogOptions.Value.Notifications.Topics;

    public async Task<Func<MetadataCatalog, CancellationToken, Task<NotificationPositions>>> ListAsync(CancellationToken cancellationToken)
    {
        var kafka = Kafka;
        Dictionary<MessageSource, PartitionBounds> held = [];
        string? problem = null;
        try
        {
            held = (await new KafkaOffsets(kafka).ReadAsync(Topics, cancellationToken).ConfigureAwait(false)).ToDictionary(bounds => bounds.Source);
        }
        catch (KafkaException failure)
        {
            problem = KafkaProblem.Of(failure, kafka).Text;
        }

        return (catalog, cancel) => ListAsync(catalog, held, problem, cancel);
    }

    public async Task<Func<MetadataCatalog, CancellationToken, Task<NotificationPositionChange>>> SetAsync(
        string topic, int partition, PositionTarget target, CallContext call, CancellationToken cancellationToken)
    {
        var offset = ResolveAsync(new MessageSource(topic, partition), target, cancellationToken);
        await ((Task)offset).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Who has given up was told that nothing was set.
        cancellationToken.ThrowIfCancellationRequested();
        // Without an id it cannot have been carried out before, and the writer need not be asked.
        if (call.RequestId is null) await offset.ConfigureAwait(false);
        return async (catalog, cancel) =>
        {
            var change = await catalog.Positions.SetAsync(new MessageSource(topic, partition), target, offset, call, cancel).ConfigureAwait(false);
            if (!change.IsReplayed) LogSet(logger, call.User, topic, partition, change.Previous, change.Position, target);
            return change;
        };
    }

    private async Task<NotificationPositions> ListAsync(
        MetadataCatalog catalog, Dictionary<MessageSource, PartitionBounds> held, string? problem, CancellationToken cancellationToken)
    {
        var stored = (await catalog.Positions.ListAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(position => position.Source);
        var sources = stored.Keys.Union(held.Keys).OrderBy(source => source.Topic, StringComparer.Ordinal).ThenBy(source => source.Partition);
        return new NotificationPositions(
            [.. sources.Select(source => Shown(source, stored.GetValueOrDefault(source), held.GetValueOrDefault(source), isAnswered: problem is null))], problem);
    }

    private NotificationPosition Shown(MessageSource source, PartitionPosition? stored, PartitionBounds? held, bool isAnswered)
    {
        long? position = stored is null or { Next: MessageStep.NoPosition } ? null : stored.Next;
        return new NotificationPosition
        {
            Topic = source.Topic,
            Partition = source.Partition,
            Position = position,
            Beginning = held?.Beginning,
            End = held?.End,
            Lag = held is null ? null : Math.Max(0, held.End - Math.Max(position ?? 0, held.Beginning)),
            Problem = ProblemOf(source, position, stored is { IsHalted: true }, held, isAnswered),
        };
    }

    private string? ProblemOf(MessageSource source, long? position, bool isHalted, PartitionBounds? held, bool isAnswered)
    {
        if (!Topics.Contains(source.Topic)) return "the topic is not read any more (AtlasHa:Notifications:Topics)";
        if (held is null) return isAnswered ? "the topic has no such partition" : isHalted ? "halted: set where to go on" : null;
        if (position is { } at && (at < held.Beginning || at > held.End))
            return $"the brokers do not hold the message at this position: set where to go on{(at > held.End ? "; was the topic made anew?" : "")}";
        return isHalted ? "halted since the brokers did not hold the message at this position: set where to go on" : null;
    }

    /// <summary>What a target means now. Fails with what the caller is told.</summary>
    private async Task<long> ResolveAsync(MessageSource source, PositionTarget target, CancellationToken cancellationToken)
    {
        var kafka = Kafka;
        if (!Topics.Contains(source.Topic)) throw new AtlasException(AtlasErrorCode.InvalidTopicName, source.Topic);
        try
        {
            var offsets = new KafkaOffsets(kafka);
            var partitions = await offsets.ReadAsync([source.Topic], cancellationToken).ConfigureAwait(false);
            var held = partitions.FirstOrDefault(bounds => bounds.Source == source) ?? throw new AtlasException(
                AtlasHaErrorCode.UnknownPartition, source.Topic, source.Partition,
                partitions.Count == 0 ? "the topic does not exist" : $"it has {string.Join(", ", partitions.Select(bounds => bounds.Source.Partition))}");
            return target switch
            {
                PositionTarget.Earliest => held.Beginning,
                PositionTarget.Latest => held.End,
                PositionTarget.AtTime { Time: var time } => await offsets.FindAsync(source, Math.Max(0, time.ToUnixTimeMilliseconds()), cancellationToken).ConfigureAwait(false) ?? held.End,
                PositionTarget.AtOffset { Offset: var offset } => Checked(offset, held),
                _ => throw new ArgumentOutOfRangeException(nameof(target)),
            };
        }
        catch (KafkaException failure)
        {
            throw new AtlasException(AtlasHaErrorCode.KafkaUnavailable, KafkaProblem.Of(failure, kafka).Text);
        }
    }

    private static long Checked(long offset, PartitionBounds held) =>
        offset < held.Beginning ? throw Refusal(held.Source, $"{offset} is before the oldest message that the brokers hold, which is {held.Beginning} (`earliest`)")
        : offset > held.End ? throw Refusal(held.Source, $"{offset} is beyond the end, which is {held.End} (`latest`)")
        : offset;

    private static AtlasException Refusal(MessageSource source, string reason) =>
        new(AtlasHaErrorCode.PositionRefused, source.Topic, source.Partition, reason);

    [LoggerMessage(1, LogLevel.Warning, "{User} has set the position of partition {Partition} of {Topic} from {Previous} to {Position}, asked for as {Target}: what lies between is processed again, or not at all")]
    private static partial void LogSet(ILogger logger, string user, string topic, int partition, long? previous, long position, PositionTarget target);
}
