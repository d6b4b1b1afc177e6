namespace AtlasHa.Catalog.Storage.Notifications;

/// <summary>Where messages come from in order: a partition of a Kafka topic, or the store's own queue of a topic.</summary>
public readonly record struct MessageSource(string Topic, int Partition)
{
    private const int QueuePartition = -1;
    private const int PublisherPartition = -2;
    private const int FirstHalt = -3;

    /// <summary>True for the store's own queue.</summary>
    public bool IsQueue => Partition == QueuePartition;

    /// <summary>True for a partition of a Kafka topic.</summary>
    public bool IsPartition => Partition >= 0;

    /// <summary>
    /// Of a partition. Not a source: at which position its reading was halted, because the brokers do not hold that message; negative when it was not, or goes on.
    /// </summary>
    public MessageSource Halt => new(Topic, FirstHalt - Partition);

    /// <summary>The store's own queue of a topic.</summary>
    public static MessageSource Queue(string topic) => new(topic, QueuePartition);

    /// <summary>Not a source: how far the outbox has been sent to this topic.</summary>
    public static MessageSource Publisher(string topic) => new(topic, PublisherPartition);
}
