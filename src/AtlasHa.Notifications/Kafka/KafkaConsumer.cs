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
        KafkaFetching? fetching = null;
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
            fetching = new KafkaFetching(consumer, options, LookInterval);
            reading = new PartitionReading(consumer, topics, catalog, processors, health, logger);
            await ReadAsync(fetching, reading, () => Volatile.Write(ref connected, true), cancellationToken).ConfigureAwait(false);
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
            // Nothing of it may still be taken when the positions are read anew.
            if (reading is not null) await reading.SettledAsync().ConfigureAwait(false);
            if (consumer is not null) _ = LeaveAsync(consumer, reading?.Asked, fetching?.Over);
        }
    }

    /// <summary>Gives the library's threads and connections back. Leaving office does not wait for it: with brokers that are not there it can take seconds.</summary>
    private static async Task LeaveAsync(IConsumer<Ignore, byte[]> consumer, Task? asked, Task? fetched)
    {
        await Task.WhenAll(asked ?? Task.CompletedTask, fetched ?? Task.CompletedTask)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        consumer.Dispose();
    }

    private async Task ReadAsync(KafkaFetching fetching, PartitionReading reading, Action connected, CancellationToken cancellationToken)
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
                    await ReadForAWhileAsync(fetching, reading, connected, set, woken.Token, cancellationToken).ConfigureAwait(false);
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
        KafkaFetching fetching, PartitionReading reading, Action connected, Task set, CancellationToken woken, CancellationToken cancellationToken)
    {
        await reading.LookAsync(cancellationToken).ConfigureAwait(false);
        connected();
        health.Works(Name);
        counts.KafkaLags(reading.Behind());
        var looked = time.GetTimestamp();
        // What was fetched ahead is not given out again: it is processed before anything else is done.
        while (fetching.HasAhead || IsTimeToRead())
        {
            var batch = await fetching.NextAsync(woken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (batch is { Messages.Count: 0, Failure: null }) break;
            // Not later: the brokers may go while the next batch is fetched.
            if (batch.Failure is null) health.Works(Name);
            if (IsTimeToRead()) fetching.Continue(batch, woken);
            var isTaken = await reading.StartAsync(batch.Messages, cancellationToken).ConfigureAwait(false);
            if (!fetching.HasCome) isTaken |= await reading.FinishAsync(cancellationToken).ConfigureAwait(false);
            if (batch.Failure is { } failure) await reading.FailedAsync(failure, cancellationToken).ConfigureAwait(false);
            if (isTaken) _pause = FirstPause;
            counts.KafkaLags(reading.Behind());
        }

        await reading.FinishAsync(cancellationToken).ConfigureAwait(false);

        bool IsTimeToRead() => !set.IsCompleted && time.GetElapsedTime(looked) < LookInterval;
    }

    [LoggerMessage(1, LogLevel.Warning, "Processing of Kafka's messages pauses for {Seconds:0.#} s, nothing is passed over: {Reason}")]
    private static partial void LogPausing(ILogger logger, double seconds, Exception? failure, string reason);

    [LoggerMessage(4, LogLevel.Debug, "librdkafka: {Message}")]
    private static partial void LogLibrary(ILogger logger, string message);
}
