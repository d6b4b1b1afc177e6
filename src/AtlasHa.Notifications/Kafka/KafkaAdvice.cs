using Confluent.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace AtlasHa.Notifications.Kafka;

/// <summary>Says which of our settings to look at for what the library says, which knows its own names only.</summary>
internal static class KafkaAdvice
{
    private const string Section = "AtlasHa:Notifications:Kafka";

    /// <summary>Parts of what the library says of settings that it cannot use, and our setting. The first one that fits counts.</summary>
    private static readonly (string Part, string Advice)[] Unusable =
    [
        ("ssl.ca.", $"{Section}:CaCertificatePath must name a PEM file of certificates"),
        ("ssl.certificate.", $"{Section}:ClientCertificatePath must name a PEM file of this client's certificate"),
        ("ssl.key.", $"{Section}:ClientKeyPath must name the PEM file of the key that belongs to ClientCertificatePath, and ClientKeyPassword open it"),
        ("sasl.mechanism", $"see {Section}:SaslMechanism"),
        ("sasl.username", $"see {Section}:SaslUser and SaslPassword"),
        ("sasl.kerberos", $"see {Section}:Settings:sasl.kerberos..., which GSSAPI needs; with another mechanism set {Section}:SaslMechanism"),
    ];

    /// <summary>What a broker's TLS says when it wants another certificate of its client.</summary>
    private static readonly string[] CertificateAlerts =
        ["alert certificate required", "alert bad certificate", "alert handshake failure", "alert unknown ca", "alert certificate unknown", "alert certificate expired", "SSL connection closed by peer"];

    public static string Of(ErrorCode code, string reason, KafkaOptions options)
    {
        if (code == ErrorCode.Local_InvalidArg)
            return Unusable.FirstOrDefault(each => Says(reason, each.Part)).Advice ?? $"see {Section} and the properties in {Section}:Settings";
        if (code is ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed)
            return $"the brokers let this client in but do not permit it: grant it the topics of AtlasHa:Notifications:Topics, {Section}:EntitiesTopic and the group {Section}:GroupId";
        if (Says(reason, "certificate verify failed"))
            return $"the brokers' certificate is not by an authority in {Section}:CaCertificatePath ({options.CaCertificatePath ?? "not set: those of the system"}), is not for the host name in "
                + $"{Section}:BootstrapServers, or has expired";
        // Not what begins an address, which is in small letters.
        if (code is ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed or ErrorCode.UnsupportedSaslMechanism || reason.Contains("SASL", StringComparison.Ordinal)) return Sasl(options);
        if (CertificateAlerts.Any(alert => Says(reason, alert))) return ClientCertificate(options);
        if (Says(reason, "wrong version number") || Says(reason, "unexpected message") || (Says(reason, "disconnected") && Says(reason, "apiversion")))
            return $"the brokers do not speak {options.SecurityProtocol} at this port: see {Section}:SecurityProtocol, and the port in {Section}:BootstrapServers";
        return code == ErrorCode.Local_Resolve
            ? $"the host name cannot be found: see {Section}:BootstrapServers, and the names that the brokers advertise"
            : $"check that the brokers of {Section}:BootstrapServers run and can be reached, and that {Section}:SecurityProtocol ({options.SecurityProtocol}) is theirs";
    }

    private static string ClientCertificate(KafkaOptions options) => string.IsNullOrEmpty(options.ClientCertificatePath)
        ? $"the brokers ended TLS, most likely because they want a client certificate: set {Section}:ClientCertificatePath and {Section}:ClientKeyPath"
        : $"the brokers ended TLS, most likely because they do not take the certificate in {Section}:ClientCertificatePath ({options.ClientCertificatePath}): is it by an authority that they trust, and valid now?";

    private static string Sasl(KafkaOptions options) => options.SecurityProtocol.StartsWith("Sasl", StringComparison.OrdinalIgnoreCase)
        ? $"the brokers do not take {Section}:SaslMechanism ({options.SaslMechanism ?? "not set: GSSAPI"}), SaslUser or SaslPassword at this port"
        : $"the brokers want SASL: set {Section}:SecurityProtocol to SaslSsl or SaslPlaintext, and SaslMechanism, SaslUser and SaslPassword";

    private static bool Says(string reason, string part) => reason.Contains(part, StringComparison.OrdinalIgnoreCase);
}
