using Confluent.Kafka;

namespace AtlasHa.Notifications.Kafka;

/// <summary>Turns our settings into those of the Kafka library.</summary>
internal static class KafkaSettings
{
    /// <summary>Messages that were fetched and wait here, per partition: what a fast producer can fill of this process's memory.</summary>
    private const int FetchedKilobytes = 4096;

    public static ConsumerConfig Consumer(KafkaOptions options, int maxMessageBytes) => With(options, new ConsumerConfig
    {
        GroupId = options.GroupId,
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        // A position that the brokers do not hold is never replaced by another one.
        AutoOffsetReset = AutoOffsetReset.Error,
        // What a transaction of a producer has rolled back was never sent.
        IsolationLevel = IsolationLevel.ReadCommitted,
        QueuedMaxMessagesKbytes = FetchedKilobytes,
        MessageMaxBytes = Math.Max(1_000_000, maxMessageBytes),
        AllowAutoCreateTopics = true,
    });

    public static ProducerConfig Producer(KafkaOptions options) => With(options, new ProducerConfig
    {
        Acks = Acks.All,
        EnableIdempotence = true,
        // Never given up by the library: what follows a message that was given up would overtake it.
        MessageTimeoutMs = 0,
        LingerMs = 0,
        CompressionType = CompressionType.Gzip,
    });

    private static T With<T>(KafkaOptions options, T config)
        where T : ClientConfig
    {
        config.BootstrapServers = options.BootstrapServers;
        config.ClientId = "atlas-ha";
        config.SecurityProtocol = Enum.Parse<SecurityProtocol>(options.SecurityProtocol, ignoreCase: true);
        config.SslCaLocation = options.CaCertificatePath;
        config.SslCertificateLocation = options.ClientCertificatePath;
        config.SslKeyLocation = options.ClientKeyPath;
        config.SslKeyPassword = options.ClientKeyPassword;
        if (!string.IsNullOrEmpty(options.SaslMechanism)) config.Set("sasl.mechanism", options.SaslMechanism);
        config.SaslUsername = options.SaslUser;
        config.SaslPassword = options.SaslPassword;
        foreach (var (name, value) in options.Settings) config.Set(name, value);
        return config;
    }
}
