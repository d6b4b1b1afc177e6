namespace AtlasHa.Notifications;

/// <summary>How Kafka is reached. Section <c>AtlasHa:Notifications:Kafka</c>.</summary>
public sealed class KafkaOptions
{
    /// <summary><c>host:port,host:port</c>; null or empty for no Kafka.</summary>
    public string? BootstrapServers { get; set; }

    /// <summary>Reads the topics of messages from Kafka, besides what comes over HTTP.</summary>
    public bool Consume { get; set; } = true;

    /// <summary>Sends messages about changed entities to Kafka.</summary>
    public bool Publish { get; set; } = true;

    /// <summary>Where messages about changed entities go; Atlas's name.</summary>
    public string EntitiesTopic { get; set; } = "ATLAS_ENTITIES";

    /// <summary>
    /// Consumer group that the brokers show and check permissions for. Offsets are not kept in it: they are in the store. Atlas's name.
    /// </summary>
    public string GroupId { get; set; } = "atlas";

    /// <summary><c>Plaintext</c>, <c>Ssl</c>, <c>SaslPlaintext</c> or <c>SaslSsl</c>.</summary>
    public string SecurityProtocol { get; set; } = "Plaintext";

    /// <summary>PEM file of the authorities that brokers' certificates are checked against; null for those of the system.</summary>
    public string? CaCertificatePath { get; set; }

    /// <summary>PEM files of this client's certificate and key; null for none.</summary>
    public string? ClientCertificatePath { get; set; }

    public string? ClientKeyPath { get; set; }

    public string? ClientKeyPassword { get; set; }

    /// <summary><c>PLAIN</c>, <c>SCRAM-SHA-256</c>, <c>SCRAM-SHA-512</c> or <c>GSSAPI</c>.</summary>
    public string? SaslMechanism { get; set; }

    public string? SaslUser { get; set; }

    public string? SaslPassword { get; set; }

    /// <summary>Further properties of librdkafka by their names, which come after all others and win.</summary>
    public IDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

    public bool IsOn => !string.IsNullOrWhiteSpace(BootstrapServers);
}
