using AtlasHa.Catalog;
using AtlasHa.Catalog.Hooks;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Notifications.Consuming;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace AtlasHa.Notifications.Kafka;

/// <summary>
/// Processes Kafka's topics for as long as a term lasts. Every partition is read by itself, from the offset that the store says: no group
/// assigns them, since only the active reads.
/// </summary>
internal sealed partial class KafkaConsumer(
    IReadOnlyList<string> topics, MetadataCatalog catalog, Func<MessageSource, MessageProcessor> processors, ConsumerOptions options, int maxMessageBytes,
    ConsumerCounts counts, KafkaHealth health, TimeProvider time, ILogger logger)
{
    private const string Name = "reading from Kafka";

    /// <summary>How often new partitions are looked for.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan MetadataTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    private readonly Pressure _pressure = new(catalog, options.BatchSize, time);
    private readonly Dictionary<MessageSource, (MessageProcessor Processor, long Next)> _sources = [];

    /// <summary>Returns when the term is over or the token is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var consumer = new ConsumerBuilder<Ignore, byte[]>(KafkaSettings.Consumer(options.Kafka, maxMessageBytes))
                    .SetErrorHandler((_, error) => health.Failed(Name, error.Reason))
                    .SetLogHandler((_, message) => LogLibrary(logger, message.Message))
                    .Build();
                await ConsumeAsync(consumer, () => pause = FirstPause, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (cancellationToken.IsCancellationRequested || Refusals.EndsTerm(failure))
            {
                return;
            }
            catch (MessageOutOfOrderException)
            {
                // Something was taken whose answer was lost: everything is read again from where the store says.
            }
            catch (Exception failure)
            {
                if (failure is KafkaException kafka) health.Failed(Name, kafka.Error.Reason);
                else LogPausing(logger, pause.TotalSeconds, failure is StoreUnavailableException ? null : failure, failure.Message);
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < options.StorePause ? pause * 2 : options.StorePause;
            }
        }
    }

    private async Task ConsumeAsync(IConsumer<Ignore, byte[]> consumer, Action works, CancellationToken cancellationToken)
    {
        _sources.Clear();
        while (true)
        {
            await AssignAsync(consumer, cancellationToken).ConfigureAwait(false);
            for (var looked = time.GetTimestamp(); time.GetElapsedTime(looked) < LookInterval;)
            {
                var batch = await TakeBatchAsync(consumer, cancellationToken).ConfigureAwait(false);
                if (batch.Count == 0) break;
                var began = time.GetTimestamp();
                foreach (var partition in batch.GroupBy(message => message.TopicPartition))
                    await ProcessAsync(new MessageSource(partition.Key.Topic, partition.Key.Partition.Value), [.. partition], cancellationToken).ConfigureAwait(false);
                health.Works(Name);
                works();
                counts.KafkaLags(Behind(consumer));
                await _pressure.GiveWayAsync(began, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Adds the partitions that are not read yet, each from where the store says; a partition that was never read from its beginning.</summary>
    private async Task AssignAsync(IConsumer<Ignore, byte[]> consumer, CancellationToken cancellationToken)
    {
        List<TopicPartitionOffset> added = [];
        foreach (var topic in topics)
        {
            foreach (var partition in await PartitionsAsync(consumer, topic).ConfigureAwait(false))
            {
                var source = new MessageSource(topic, partition);
                if (_sources.ContainsKey(source)) continue;
                var next = await catalog.Hooks.ReadPositionAsync(source, cancellationToken).ConfigureAwait(false);
                _sources[source] = (processors(source), next);
                added.Add(new TopicPartitionOffset(topic, partition, next == MessageStep.NoPosition ? Offset.Beginning : new Offset(next)));
            }
        }

        health.Works(Name);
        if (added.Count == 0) return;
        consumer.IncrementalAssign(added);
        LogAssigned(logger, added.Count, string.Join(", ", added));
        counts.KafkaLags([]);
    }

    private static async Task<IReadOnlyList<int>> PartitionsAsync(IConsumer<Ignore, byte[]> consumer, string topic)
    {
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var metadata = await Task.Run(() => admin.GetMetadata(topic, MetadataTimeout)).ConfigureAwait(false);
        var found = metadata.Topics.Single(each => each.Topic == topic);
        // A topic that is not there yet has no partitions; it is looked for again.
        return found.Error.Code is ErrorCode.NoError or ErrorCode.UnknownTopicOrPart or ErrorCode.LeaderNotAvailable or ErrorCode.Local_UnknownTopic
            ? [.. found.Partitions.Select(partition => partition.PartitionId)]
            : throw new KafkaException(found.Error);
    }

    /// <summary>Waits for a message and takes what is there already with it. Empty when it is time to look for partitions.</summary>
    private Task<List<ConsumeResult<Ignore, byte[]>>> TakeBatchAsync(IConsumer<Ignore, byte[]> consumer, CancellationToken cancellationToken) =>
        // The library blocks its caller: not a thread of the pool.
        Task.Factory.StartNew(
            () =>
            {
                using var look = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                look.CancelAfter(LookInterval);
                List<ConsumeResult<Ignore, byte[]>> batch = [];
                long bytes = 0;
                try
                {
                    for (var message = consumer.Consume(look.Token); message is not null; message = consumer.Consume(TimeSpan.Zero))
                    {
                        batch.Add(message);
                        bytes += message.Message.Value?.Length ?? 0;
                        if (batch.Count >= _pressure.BatchSize || bytes >= options.BatchBytes) break;
                    }
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    // Nothing came.
                }

                return batch;
            },
            cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private async Task ProcessAsync(MessageSource source, IReadOnlyList<ConsumeResult<Ignore, byte[]>> messages, CancellationToken cancellationToken)
    {
        var (processor, next) = _sources[source];
        var first = messages[0].Offset.Value;
        if (first < next) LogBack(logger, source.Topic, source.Partition, next, first);
        var after = await processor.ProcessAsync(
            [.. messages.Select(message => new IncomingMessage(message.Offset.Value, message.Message.Value ?? []))], next, cancellationToken)
            .ConfigureAwait(false);
        _sources[source] = (processor, after);
    }

    /// <summary>The partitions with messages that the brokers have told of and that have not been processed.</summary>
    private List<KafkaPartitionLag> Behind(IConsumer<Ignore, byte[]> consumer)
    {
        List<KafkaPartitionLag> behind = [];
        foreach (var (source, (_, next)) in _sources)
        {
            var ends = consumer.GetWatermarkOffsets(new TopicPartition(source.Topic, source.Partition));
            var lag = ends.High == Offset.Unset ? 0 : ends.High.Value - Math.Max(next, ends.Low.Value);
            if (lag > 0) behind.Add(new KafkaPartitionLag { Topic = source.Topic, Partition = source.Partition, Next = next, Lag = lag });
        }

        return behind;
    }

    [LoggerMessage(1, LogLevel.Warning, "Processing of Kafka's messages pauses for {Seconds:0.#} s, nothing is passed over: {Reason}")]
    private static partial void LogPausing(ILogger logger, double seconds, Exception? failure, string reason);

    [LoggerMessage(2, LogLevel.Information, "Reading {Count} partitions of Kafka: {Partitions}")]
    private static partial void LogAssigned(ILogger logger, int count, string partitions);

    [LoggerMessage(3, LogLevel.Warning, "Partition {Partition} of {Topic} was processed up to offset {Position} and goes on at {First}: the topic was made anew or cut. It is read from its beginning; if these are "
        + "messages that were processed before, they are processed again")]
    private static partial void LogBack(ILogger logger, string topic, int partition, long position, long first);

    [LoggerMessage(4, LogLevel.Debug, "librdkafka: {Message}")]
    private static partial void LogLibrary(ILogger logger, string message);
}
