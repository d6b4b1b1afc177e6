using AtlasHa.Catalog.Storage.Notifications;
using Confluent.Kafka;

namespace AtlasHa.Notifications.Kafka;

/// <summary>Asks the brokers which messages they hold, over a connection of its own. Every call of the library's blocks: they have a thread of their own.</summary>
/// <param name="options">How they are reached.</param>
internal sealed class KafkaOffsets(KafkaOptions options)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>For all calls of one question together: brokers that answer slowly have as many seconds as partitions otherwise.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>The partitions of these topics, each with the offset of its oldest message and the one that its next message will get.</summary>
    /// <exception cref="KafkaException">The brokers did not answer, or refuse it.</exception>
    public Task<IReadOnlyList<PartitionBounds>> ReadAsync(IReadOnlyCollection<string> topics, CancellationToken cancellationToken) => AskAsync<IReadOnlyList<PartitionBounds>>(
        consumer => [.. topics.SelectMany(topic => Partitions(consumer, topic).Select(partition => Bounds(consumer, new TopicPartition(topic, partition))))],
        cancellationToken);

    /// <summary>The offset of the first message of this time or later; null when there is none.</summary>
    /// <param name="source">The partition.</param>
    /// <param name="time">Milliseconds since the Unix epoch.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KafkaException">The brokers did not answer, or refuse it.</exception>
    public Task<long?> FindAsync(MessageSource source, long time, CancellationToken cancellationToken) => AskAsync<long?>(
        consumer =>
        {
            var asked = new TopicPartitionTimestamp(source.Topic, source.Partition, new Timestamp(time, TimestampType.CreateTime));
            var found = consumer.OffsetsForTimes([asked], Timeout).Single();
            return found.Offset.Value >= 0 ? found.Offset.Value : null;
        },
        cancellationToken);

    private async Task<T> AskAsync<T>(Func<IConsumer<Ignore, Ignore>, T> question, CancellationToken cancellationToken)
    {
        try
        {
            return await StartAsync(question).WaitAsync(Deadline, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new KafkaException(new Error(Confluent.Kafka.ErrorCode.Local_TimedOut, $"the brokers have not answered all questions within {Deadline.TotalSeconds:0} s"));
        }
    }

    private Task<T> StartAsync<T>(Func<IConsumer<Ignore, Ignore>, T> question) => Task.Factory.StartNew(
        () =>
        {
            var trouble = new KafkaTrouble(options);
            using var consumer = KafkaClient.Build(new ConsumerBuilder<Ignore, Ignore>(KafkaSettings.Consumer(options, maxMessageBytes: 0))
                .SetErrorHandler((_, error) => trouble.Told(error))
                .SetLogHandler((_, message) => trouble.Logged(message))
                .Build);
            try
            {
                return question(consumer);
            }
            catch (KafkaException failure)
            {
                KafkaCallbacks.Serve(consumer);
                var problem = trouble.Explain(KafkaProblem.Of(failure, options));
                throw new KafkaException(new Error(problem.Code, problem.Reason), failure);
            }
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static IReadOnlyList<int> Partitions(IConsumer<Ignore, Ignore> consumer, string topic)
    {
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        return KafkaTopics.Partitions(admin, topic, Timeout);
    }

    private static PartitionBounds Bounds(IConsumer<Ignore, Ignore> consumer, TopicPartition partition)
    {
        var ends = consumer.QueryWatermarkOffsets(partition, Timeout);
        return new PartitionBounds(new MessageSource(partition.Topic, partition.Partition.Value), ends.Low.Value, ends.High.Value);
    }
}
