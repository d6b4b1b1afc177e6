namespace AtlasHa.Catalog.Storage.Notifications;

/// <summary>Where messages come from in order: a partition of a Kafka topic, or the store's own queue of a topic.</summary>
public readonly record struct MessageSource(string Topic, int Partition)
{
    private const int QueuePartition = -1;
    private const int PublisherPartition = -2;

    /// <summary>True for the store's own queue.</summary>
    public bool IsQueue => Partition == QueuePartition;

    /// <summary>The store's own queue of a topic.</summary>
    public static MessageSource Queue(string topic) => new(topic, QueuePartition);

    /// <summary>Not a source: how far the outbox has been sent to this topic.</summary>
    public static MessageSource Publisher(string topic) => new(topic, PublisherPartition);
}
