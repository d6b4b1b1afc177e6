namespace AtlasHa.Catalog;

/// <summary>What the catalogue keeps of messages. Section <c>AtlasHa:Notifications</c>, together with the consumer's settings.</summary>
public sealed class NotificationOptions
{
    public const string DefaultTopic = "ATLAS_HOOK";

    /// <summary>The topics whose messages are processed, and that take messages over HTTP; <c>ATLAS_HOOK</c> when none is named.</summary>
    public IReadOnlyList<string> Topics { get; set; } = [];

    /// <summary>Longest message that is processed, in bytes; of one that was split or compressed, the whole of it. Default 16 MiB.</summary>
    public int MaxMessageBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// While so many messages wait in the store's queues, posts of more are refused until some have been processed. Default 100,000; Kafka keeps its
    /// messages itself, and is read no faster than they are processed.
    /// </summary>
    public int MaxWaiting { get; set; } = 100_000;

    /// <summary>The same for the bytes of the messages that wait. Default 1 GiB.</summary>
    public long MaxWaitingBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>Tells of changed entities. False: nothing is written for it, and nobody hears of changes.</summary>
    public bool Outbox { get; set; } = true;

    /// <summary>How many messages about entities are kept for whoever comes back; those that a publisher has not sent yet are kept beyond it. Default 100,000.</summary>
    public int OutboxRetention { get; set; } = 100_000;

    /// <exception cref="ArgumentException">A value is out of range; says which.</exception>
    public void Validate()
    {
        if (Topics.FirstOrDefault(string.IsNullOrWhiteSpace) is not null)
            throw new ArgumentException("a topic has no name: remove it from AtlasHa:Notifications:Topics, or name it");
        if (MaxWaiting < 1)
            throw new ArgumentException($"MaxWaiting is {MaxWaiting}; give at least 1, or leave it out for 100000");
        if (MaxWaitingBytes < 1024)
            throw new ArgumentException($"MaxWaitingBytes is {MaxWaitingBytes}; give at least 1024, or leave it out for 1073741824");
        if (OutboxRetention < 1)
            throw new ArgumentException($"OutboxRetention is {OutboxRetention}; give at least 1, or set Outbox to false");
        if (MaxMessageBytes is < 1024 or > 512 * 1024 * 1024)
            throw new ArgumentException($"MaxMessageBytes is {MaxMessageBytes}; give a number from 1024 to 536870912");
    }
}
