using AtlasHa.Catalog;
using AtlasHa.Catalog.Hooks;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Notifications.Consuming;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace AtlasHa.Notifications.Kafka;

/// <summary>
/// The partitions that one consumer of the library reads, and how far each is. One whose position the brokers do not hold is halted, there and in the
/// store, and the others go on: where it goes on is for an operator to say.
/// </summary>
internal sealed partial class PartitionReading(
    IConsumer<Ignore, byte[]> consumer, IReadOnlyList<string> topics, MetadataCatalog catalog, Func<MessageSource, MessageProcessor> processors, KafkaHealth health,
    ILogger logger)
{
    private static readonly TimeSpan MetadataTimeout = TimeSpan.FromSeconds(5);

    private readonly Dictionary<MessageSource, Part> _parts = [];
    private List<(MessageSource Source, StartedMessages Messages)> _running = [];

    /// <summary>The last question to the brokers, which goes on when its asker does not wait any more: the consumer must live until it is done.</summary>
    public Task Asked { get; private set; } = Task.CompletedTask;

    /// <summary>Adds the partitions that are not read yet, each from where the store says; one that was never read from its beginning.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        List<TopicPartitionOffset> added = [];
        foreach (var topic in topics)
        {
            foreach (var partition in await PartitionsAsync(topic, cancellationToken).ConfigureAwait(false))
            {
                var source = new MessageSource(topic, partition);
                if (_parts.ContainsKey(source)) continue;
                var stored = await catalog.Positions.ReadAsync(source, cancellationToken).ConfigureAwait(false);
                _parts[source] = new Part(processors(source), stored.Next, stored.Next, stored.IsHalted);
                if (stored.IsHalted)
                {
                    health.Halt(source, stored.Next, reason: null);
                    continue;
                }

                health.Resume(source);
                added.Add(new TopicPartitionOffset(topic, partition, stored.Next == MessageStep.NoPosition ? Offset.Beginning : new Offset(stored.Next)));
            }
        }

        if (added.Count == 0) return;
        consumer.IncrementalAssign(added);
        LogAssigned(logger, added.Count, string.Join(", ", added));
    }

    /// <summary>Leaves the partitions that the store has at another position than they are read at, or whose halt is over: they are found again from there.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        foreach (var (source, part) in _parts.ToList())
        {
            var stored = await catalog.Positions.ReadAsync(source, cancellationToken).ConfigureAwait(false);
            if (stored.Next == part.Next && stored.IsHalted == part.IsHalted) continue;
            // What was fetched for it and not given out yet goes with it.
            if (!part.IsHalted) consumer.IncrementalUnassign([Partition(source)]);
            _parts.Remove(source);
            health.Resume(source);
        }
    }

    /// <summary>Gives messages to the store's writer, and sees to it that those that were given before are taken; false when there were none.</summary>
    /// <inheritdoc cref="MessageProcessor.ProcessAsync"/>
    public async Task<bool> StartAsync(IReadOnlyList<ConsumeResult<Ignore, byte[]>> messages, CancellationToken cancellationToken)
    {
        // What follows messages that wait for each other has to wait as well.
        var isTaken = _running.Exists(started => !started.Messages.AreAllGiven) && await FinishAsync(cancellationToken).ConfigureAwait(false);
        var before = _running;
        _running = [];
        try
        {
            foreach (var partition in messages.GroupBy(message => message.TopicPartition))
            {
                var source = Source(partition.Key);
                // One that was left is read again from where the store says.
                if (!_parts.TryGetValue(source, out var part) || part.IsHalted) continue;
                IncomingMessage[] incoming = [.. partition.Select(message => new IncomingMessage(message.Offset.Value, message.Message.Value ?? []))];
                _running.Add((source, part.Processor.Start(incoming, part.Given, cancellationToken)));
                _parts[source] = part with { Given = incoming[^1].Offset + 1 };
            }
        }
        finally
        {
            _running.InsertRange(0, before);
        }

        foreach (var started in before) await FinishAsync(started, cancellationToken).ConfigureAwait(false);
        return isTaken || before.Count > 0;
    }

    /// <summary>Sees to it that all messages that were given to the writer are taken; false when there were none.</summary>
    /// <inheritdoc cref="MessageProcessor.ProcessAsync"/>
    public async Task<bool> FinishAsync(CancellationToken cancellationToken)
    {
        var all = _running.ToList();
        foreach (var started in all) await FinishAsync(started, cancellationToken).ConfigureAwait(false);
        return all.Count > 0;
    }

    /// <summary>Waits until the writer is done with what it was given, whatever comes of it.</summary>
    public async Task SettledAsync() =>
        await Task.WhenAll(_running.SelectMany(started => started.Messages.Given.Steps)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Takes all that was given and halts the partition if it is to blame.</summary>
    /// <exception cref="ConsumeException">Something else failed.</exception>
    public async Task FailedAsync(ConsumeException failure, CancellationToken cancellationToken)
    {
        await FinishAsync(cancellationToken).ConfigureAwait(false);
        var source = Source(failure.ConsumerRecord.TopicPartition);
        // Nothing was taken of one without a position, so nothing is passed over when it is read from its beginning again.
        if (failure.Error.Code is not (ErrorCode.Local_AutoOffsetReset or ErrorCode.Local_LogTruncation) || !_parts.TryGetValue(source, out var part)
            || part.Next == MessageStep.NoPosition)
            throw failure;
        await catalog.Positions.HaltAsync(source, part.Next, cancellationToken).ConfigureAwait(false);
        consumer.IncrementalUnassign([failure.ConsumerRecord.TopicPartition]);
        _parts[source] = part with { IsHalted = true };
        health.Halt(source, part.Next, failure.Error.Reason);
    }

    /// <summary>The partitions with messages that the brokers have told of and that have not been processed.</summary>
    public List<KafkaPartitionLag> Behind()
    {
        List<KafkaPartitionLag> behind = [];
        foreach (var (source, part) in _parts)
        {
            var ends = consumer.GetWatermarkOffsets(Partition(source));
            var lag = ends.High == Offset.Unset ? 0 : ends.High.Value - Math.Max(part.Next, ends.Low.Value);
            if (lag > 0) behind.Add(new KafkaPartitionLag { Topic = source.Topic, Partition = source.Partition, Next = part.Next, Lag = lag });
        }

        return behind;
    }

    private async Task<IReadOnlyList<int>> PartitionsAsync(string topic, CancellationToken cancellationToken)
    {
        var asked = Task.Factory.StartNew(
            () =>
            {
                using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
                return KafkaTopics.Partitions(admin, topic, MetadataTimeout);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Asked = asked;
        return await asked.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task FinishAsync((MessageSource Source, StartedMessages Messages) started, CancellationToken cancellationToken)
    {
        var after = await _parts[started.Source].Processor.FinishAsync(started.Messages, cancellationToken).ConfigureAwait(false);
        _parts[started.Source] = _parts[started.Source] with { Next = after };
        _running.Remove(started);
    }

    private static TopicPartition Partition(MessageSource source) => new(source.Topic, source.Partition);

    private static MessageSource Source(TopicPartition partition) => new(partition.Topic, partition.Partition.Value);

    [LoggerMessage(1, LogLevel.Information, "Reading {Count} partitions of Kafka: {Partitions}")]
    private static partial void LogAssigned(ILogger logger, int count, string partitions);

    /// <param name="Next">The position after all that was taken.</param>
    /// <param name="Given">The position after all that was given to the writer.</param>
    private sealed record Part(MessageProcessor Processor, long Next, long Given, bool IsHalted);
}
