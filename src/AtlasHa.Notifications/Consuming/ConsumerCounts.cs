using System.Diagnostics.Metrics;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Notifications.Kafka;

namespace AtlasHa.Notifications.Consuming;

/// <summary>What has been done with messages since this process started, and what waits: for status and metrics.</summary>
internal sealed class ConsumerCounts : INotificationStatus, IDisposable
{
    /// <summary>The meter that metrics are found by.</summary>
    public const string MeterName = "AtlasHa.Notifications";

    /// <summary>Partitions that status names; their lags count for the sum however many there are.</summary>
    private const int MaxPartitions = 20;

    private readonly Meter _meter = new(MeterName);
    private readonly TimeProvider _time;
    private readonly Counter<long> _taken;
    private readonly Counter<long> _retried;
    private readonly Counter<long> _givenUp;
    private readonly KafkaHealth _kafka;
    private MessageBacklog? _backlog;
    private long _maxQueued;
    private long _maxQueuedBytes;
    private long _queuedBytes = -1;
    private long _refused;
    private IReadOnlyList<KafkaPartitionLag>? _behind;
    private long _unpublished = -1;
    private long _processed;

    public ConsumerCounts(TimeProvider time, KafkaHealth kafka)
    {
        _time = time;
        _kafka = kafka;
        _taken = _meter.CreateCounter<long>("atlas_ha.notifications.processed", description: "Messages processed, without those that were given up");
        _retried = _meter.CreateCounter<long>("atlas_ha.notifications.retries", description: "Further tries of messages that were refused");
        _givenUp = _meter.CreateCounter<long>("atlas_ha.notifications.given_up", description: "Messages that went to the failed ones");
        _meter.CreateObservableGauge("atlas_ha.notifications.queued", () => Read()?.Queued ?? 0, description: "Messages that wait in the store's queue; on the active only");
        _meter.CreateObservableGauge("atlas_ha.notifications.max_queued", () => Read()?.MaxQueued ?? 0, description: "From how many of them on no more are taken over HTTP; on the active only");
        _meter.CreateObservableGauge("atlas_ha.notifications.queued_bytes", () => Read()?.QueuedBytes ?? 0, description: "Bytes of the messages that wait in the store's queue, once counted in this term; on the active only");
        _meter.CreateObservableGauge("atlas_ha.notifications.max_queued_bytes", () => Read()?.MaxQueuedBytes ?? 0, description: "From how many of these bytes on no more messages are taken over HTTP; on the active only");
        _meter.CreateObservableGauge("atlas_ha.notifications.failed", () => Read()?.Failed ?? 0, description: "Messages that were given up and are neither replayed nor dropped; on the active only");
        _meter.CreateObservableGauge("atlas_ha.notifications.kafka_lag", () => Read()?.KafkaLag ?? 0, description: "Messages in Kafka that have not been processed; on the active only");
        _meter.CreateObservableGauge("atlas_ha.notifications.unpublished", () => Read()?.Unpublished ?? 0, description: "Messages about entities that have not been sent to Kafka; on the active only");
        _meter.CreateObservableGauge("atlas_ha.notifications.lag_ms", () => Read()?.LagMs ?? 0, description: "Age of the oldest message that waits in the store's queue; on the active only");
    }

    public NotificationHeartbeat? Read() => Volatile.Read(ref _backlog) is not { } backlog ? null : new NotificationHeartbeat
    {
        Queued = backlog.Queued,
        LagMs = backlog.OldestTime is { } oldest ? Math.Max(0, _time.GetUtcNow().ToUnixTimeMilliseconds() - oldest) : 0,
        Failed = backlog.Failed,
        MaxQueued = Interlocked.Read(ref _maxQueued),
        MaxQueuedBytes = Interlocked.Read(ref _maxQueuedBytes),
        QueuedBytes = Interlocked.Read(ref _queuedBytes) is >= 0 and var bytes ? bytes : null,
        Refused = Interlocked.Read(ref _refused),
        Processed = Interlocked.Read(ref _processed),
        KafkaLag = Volatile.Read(ref _behind)?.Sum(partition => partition.Lag),
        KafkaPartitions = Volatile.Read(ref _behind)?.OrderByDescending(partition => partition.Lag).Take(MaxPartitions).ToArray(),
        Unpublished = Interlocked.Read(ref _unpublished) is >= 0 and var unpublished ? unpublished : null,
        KafkaProblem = _kafka.Problem,
        KafkaHalted = _kafka.Halted is { Count: > 0 } halted ? halted : null,
    };

    public void Taken()
    {
        Interlocked.Increment(ref _processed);
        _taken.Add(1);
    }

    public void Retried() => _retried.Add(1);

    public void GivenUp() => _givenUp.Add(1);

    /// <summary>What waits now; null when this instance is not in office.</summary>
    public void Waits(MessageBacklog? backlog) => Volatile.Write(ref _backlog, backlog);

    /// <summary>How many messages and bytes may wait, how many bytes do as far as is known, and how many posts were refused because of it.</summary>
    public void Bounded(long maxQueued, long maxQueuedBytes, long? queuedBytes, long refused)
    {
        Interlocked.Exchange(ref _maxQueued, maxQueued);
        Interlocked.Exchange(ref _maxQueuedBytes, maxQueuedBytes);
        Interlocked.Exchange(ref _queuedBytes, queuedBytes ?? -1);
        Interlocked.Exchange(ref _refused, refused);
    }

    /// <summary>The partitions of Kafka with messages that have not been processed.</summary>
    public void KafkaLags(IReadOnlyList<KafkaPartitionLag> behind) => Volatile.Write(ref _behind, behind);

    /// <summary>Messages about entities that have not been sent to Kafka.</summary>
    public void Unpublished(long messages) => Interlocked.Exchange(ref _unpublished, messages);

    public void Dispose() => _meter.Dispose();
}
