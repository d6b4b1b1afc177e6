using AtlasHa.Catalog;
using AtlasHa.TestKit;

namespace AtlasHa.Notifications.Tests;

/// <summary>Settings that cannot work are refused at the start, with what to give instead, and without secrets.</summary>
public sealed class ConsumerOptionsTests : IDisposable
{
    private const string Secret = "secret-of-kafka";

    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData("certificates without TLS", "SecurityProtocol Plaintext does not use them; give Ssl")]
    [InlineData("certificates without TLS, with SASL", "SecurityProtocol SaslPlaintext does not use them")]
    [InlineData("certificate without key", "only one is set")]
    [InlineData("SASL without its protocol", "SecurityProtocol Ssl does not use it; give SaslSsl")]
    [InlineData("no mechanism", "SaslMechanism is empty")]
    [InlineData("unknown mechanism", "SaslMechanism is MD5; give PLAIN, SCRAM-SHA-256")]
    [InlineData("no password", "SCRAM-SHA-256 needs both")]
    [InlineData("offset reset", "auto.offset.reset would pass over messages silently")]
    [InlineData("unknown protocol", "SecurityProtocol is Tls; give Plaintext")]
    public void What_cannot_work_is_refused(string what, string says)
    {
        var options = new ConsumerOptions();
        var kafka = options.Kafka;
        kafka.BootstrapServers = "kafka:9092";
        Set(kafka, what);

        var result = new ConsumerOptionsValidator().Validate(name: null, options);

        var failure = result.Failures.ShouldNotBeNull().ShouldHaveSingleItem();
        failure.ShouldStartWith("AtlasHa:Notifications:Kafka");
        failure.ShouldContain(says);
        failure.ShouldNotContain(Secret);
    }

    [Theory]
    [InlineData("SaslSsl", "PLAIN")]
    [InlineData("saslssl", "SCRAM-SHA-512")]
    [InlineData("SaslPlaintext", "GSSAPI")]
    [InlineData("Ssl", null)]
    public void What_fits_together_is_accepted(string protocol, string? mechanism)
    {
        var options = new ConsumerOptions();
        var kafka = options.Kafka;
        (kafka.BootstrapServers, kafka.SecurityProtocol, kafka.SaslMechanism) = ("kafka:9092", protocol, mechanism);
        if (mechanism is not (null or "GSSAPI")) (kafka.SaslUser, kafka.SaslPassword) = ("atlas", Secret);
        if (protocol.EndsWith("ssl", StringComparison.OrdinalIgnoreCase)) kafka.CaCertificatePath = _authority.CertificatePath;

        new ConsumerOptionsValidator().Validate(name: null, options).Failures.ShouldBeNull();
    }

    [Fact]
    public void Bound_of_waiting_bytes_below_a_kilobyte_is_refused()
    {
        var options = new NotificationOptions { Topics = ["T"], MaxWaitingBytes = 1024 };
        options.Validate();
        options.MaxWaitingBytes = 1023;
        Should.Throw<ArgumentException>(options.Validate).Message.ShouldContain("MaxWaitingBytes is 1023; give at least 1024");
    }

    private void Set(KafkaOptions kafka, string what)
    {
        switch (what)
        {
            case "certificates without TLS":
                kafka.CaCertificatePath = _authority.CertificatePath;
                break;
            case "certificates without TLS, with SASL":
                (kafka.SecurityProtocol, kafka.CaCertificatePath) = ("SaslPlaintext", _authority.CertificatePath);
                (kafka.SaslMechanism, kafka.SaslUser, kafka.SaslPassword) = ("PLAIN", "atlas", Secret);
                break;
            case "certificate without key":
                (kafka.SecurityProtocol, kafka.ClientCertificatePath) = ("Ssl", _authority.CertificatePath);
                break;
            case "SASL without its protocol":
                (kafka.SecurityProtocol, kafka.SaslUser, kafka.SaslPassword) = ("Ssl", "atlas", Secret);
                break;
            case "no mechanism":
                (kafka.SecurityProtocol, kafka.SaslUser, kafka.SaslPassword) = ("SaslSsl", "atlas", Secret);
                break;
            case "unknown mechanism":
                (kafka.SecurityProtocol, kafka.SaslMechanism) = ("SaslSsl", "MD5");
                break;
            case "no password":
                (kafka.SecurityProtocol, kafka.SaslMechanism, kafka.SaslUser) = ("SaslSsl", "SCRAM-SHA-256", "atlas");
                break;
            case "offset reset":
                kafka.Settings["auto.offset.reset"] = "latest";
                break;
            case "unknown protocol":
                kafka.SecurityProtocol = "Tls";
                break;
        }
    }
}
