namespace AtlasHa.Notifications;

/// <summary>How messages are processed. Section <c>AtlasHa:Notifications</c>, together with what the catalogue keeps of them.</summary>
public sealed class ConsumerOptions
{
    /// <summary>False: messages wait in the queue, or in Kafka, and none is processed.</summary>
    public bool Consume { get; set; } = true;

    /// <summary>How many messages are read at a time, for each topic; two such batches may be with the store's writer, which writes users' changes first.</summary>
    public int BatchSize { get; set; } = 128;

    /// <summary>How many bytes of messages are read at a time, for each topic, and three times as many are in memory; one message may be longer.</summary>
    public long BatchBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>How often a message that the catalogue refuses is tried before it goes to the failed ones.</summary>
    public int Tries { get; set; } = 3;

    /// <summary>Pause before the second try of a message, twice as long before each later one.</summary>
    public TimeSpan RetryPause { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest pause while the store cannot be reached, after which it is asked again.</summary>
    public TimeSpan StorePause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the pieces of a split message may take to come before those that are there go to the failed ones.</summary>
    public TimeSpan PiecePatience { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How Kafka is reached, if at all.</summary>
    public KafkaOptions Kafka { get; set; } = new();
}
