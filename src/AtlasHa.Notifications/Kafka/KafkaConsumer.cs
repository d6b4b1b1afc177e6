using AtlasHa.Catalog;
using AtlasHa.Catalog.Hooks;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Notifications.Consuming;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

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

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    private readonly Pressure _pressure = new(catalog, options.BatchSize, time);
    private TimeSpan _pause = FirstPause;

    /// <summary>Returns when the term is over or the token is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ReadAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (cancellationToken.IsCancellationRequested || Refusals.EndsTerm(failure))
            {
                return;
            }
            catch (MessageOutOfOrderException)
            {
                // Something was taken whose answer was lost, or a position was set: everything is read again from where the store says.
            }
            catch (Exception failure)
            {
                // Those of Kafka are told of where they came.
                if (failure is not KafkaException) LogPausing(logger, _pause.TotalSeconds, failure is StoreUnavailableException ? null : failure, failure.Message);
                await Task.Delay(_pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                _pause = _pause * 2 < options.StorePause ? _pause * 2 : options.StorePause;
            }
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var trouble = new KafkaTrouble(options.Kafka);
        var connected = false;
        IConsumer<Ignore, byte[]>? consumer = null;
        PartitionReading? reading = null;
        try
        {
            consumer = KafkaClient.Build(new ConsumerBuilder<Ignore, byte[]>(KafkaSettings.Consumer(options.Kafka, maxMessageBytes))
                .SetErrorHandler((_, error) =>
                {
                    trouble.Told(error);
                    if (Volatile.Read(ref connected)) health.Failed(Name, trouble.Explain(KafkaProblem.Of(error, options.Kafka)));
                })
                .SetLogHandler((_, message) =>
                {
                    trouble.Logged(message);
                    LogLibrary(logger, message.Message);
                })
                .Build);
            reading = new PartitionReading(consumer, topics, catalog, processors, health, logger);
            await ReadAsync(consumer, reading, () => Volatile.Write(ref connected, true), cancellationToken).ConfigureAwait(false);
        }
        catch (KafkaException failure)
        {
            // What the library has not told yet may be the reason. It is not read from any more, so nothing is lost that comes now.
            if (consumer is not null && reading is { Asked.IsCompleted: true }) KafkaCallbacks.Serve(consumer);
            var problem = trouble.Explain(KafkaProblem.Of(failure, options.Kafka));
            health.Failed(Name, await BrokerCertificate.JudgeAsync(problem, options.Kafka, time, cancellationToken).ConfigureAwait(false));
            throw;
        }
        finally
        {
            if (consumer is not null) _ = LeaveAsync(consumer, reading);
        }
    }

    /// <summary>Gives the library's threads and connections back. Leaving office does not wait for it: with brokers that are not there it can take seconds.</summary>
    private static async Task LeaveAsync(IConsumer<Ignore, byte[]> consumer, PartitionReading? reading)
    {
        await (reading?.Asked ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        consumer.Dispose();
    }

    private async Task ReadAsync(IConsumer<Ignore, byte[]> consumer, PartitionReading reading, Action connected, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before the positions are read: none that is set meanwhile is missed.
            var set = catalog.Positions.Set;
            await reading.FollowAsync(cancellationToken).ConfigureAwait(false);
            using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var waking = WakeAsync(set, woken);
            try
            {
                while (!set.IsCompleted)
                    await ReadForAWhileAsync(consumer, reading, connected, set, woken.Token, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await woken.CancelAsync().ConfigureAwait(false);
                await waking.ConfigureAwait(false);
            }
        }
    }

    /// <summary>Cancels when a position is set, and is done when it was cancelled.</summary>
    private static async Task WakeAsync(Task set, CancellationTokenSource woken)
    {
        await set.WaitAsync(woken.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await woken.CancelAsync().ConfigureAwait(false);
    }

    /// <summary>Looks for new partitions, and then reads until it is time to look again or a position is set.</summary>
    private async Task ReadForAWhileAsync(
        IConsumer<Ignore, byte[]> consumer, PartitionReading reading, Action connected, Task set, CancellationToken woken, CancellationToken cancellationToken)
    {
        await reading.LookAsync(cancellationToken).ConfigureAwait(false);
        connected();
        health.Works(Name);
        counts.KafkaLags(reading.Behind());
        for (var looked = time.GetTimestamp(); !set.IsCompleted && time.GetElapsedTime(looked) < LookInterval;)
        {
            var batch = await TakeBatchAsync(consumer, woken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (batch is { Messages.Count: 0, Failure: null }) break;
            var began = time.GetTimestamp();
            foreach (var partition in batch.Messages.GroupBy(message => message.TopicPartition))
                await reading.ProcessAsync(partition.Key, [.. partition], cancellationToken).ConfigureAwait(false);
            if (batch.Failure is { } failure) await reading.FailedAsync(failure, cancellationToken).ConfigureAwait(false);
            health.Works(Name);
            _pause = FirstPause;
            counts.KafkaLags(reading.Behind());
            await _pressure.GiveWayAsync(began, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for a message and takes what is there already with it. Empty when it is time to look for partitions, or when it was woken.</summary>
    private Task<KafkaBatch> TakeBatchAsync(IConsumer<Ignore, byte[]> consumer, CancellationToken woken) =>
        // The library blocks its caller: not a thread of the pool.
        Task.Factory.StartNew(
            () =>
            {
                using var look = CancellationTokenSource.CreateLinkedTokenSource(woken);
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
                catch (OperationCanceledException)
                {
                    // Nothing came.
                }
                catch (ConsumeException failure)
                {
                    // It comes after the messages before it.
                    return new KafkaBatch(batch, failure);
                }

                return new KafkaBatch(batch, Failure: null);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    [LoggerMessage(1, LogLevel.Warning, "Processing of Kafka's messages pauses for {Seconds:0.#} s, nothing is passed over: {Reason}")]
    private static partial void LogPausing(ILogger logger, double seconds, Exception? failure, string reason);

    [LoggerMessage(4, LogLevel.Debug, "librdkafka: {Message}")]
    private static partial void LogLibrary(ILogger logger, string message);
}
