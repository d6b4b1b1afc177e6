using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AtlasHa.Catalog.Tests.Stores;
using AtlasHa.Notifications.Kafka;
using AtlasHa.Notifications.Tests.Consuming;
using AtlasHa.TestKit;
using Confluent.Kafka;

namespace AtlasHa.Notifications.Tests.Kafka;

/// <summary>TLS and SASL: what works, and what operators are told when it does not.</summary>
public sealed class KafkaSecurityTests(SqliteStores stores) : IClassFixture<SqliteStores>, IDisposable
{
    private const string Secret = "secret-of-kafka";

    private readonly CapturedLogs _logs = new();
    private readonly TestAuthority _authority = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _logs.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task Messages_are_processed_and_sent_over_mutual_Tls()
    {
        using var network = NetworkNamespace.Create();
        using var brokers = await MockBrokers.StartAsync(network.Launcher);
        var port = int.Parse(brokers.Servers.Split(':')[^1], CultureInfo.InvariantCulture);
        using var front = new TlsFront(port, _authority.IssueServer().KeyStorePath, _authority.CertificatePath, () => network.ConnectAsync(port));
        await using var terms = await OpenAsync(brokers.Servers);
        var kafka = terms.Options.Kafka;
        (kafka.ClientCertificatePath, kafka.ClientKeyPath) = _authority.IssueClientWithKeyFile("atlas", Secret);
        kafka.ClientKeyPassword = Secret;
        using (var producer = new ProducerBuilder<Null, byte[]>(KafkaSettings.Producer(kafka)).Build())
            await producer.ProduceAsync(terms.Limits.Topics[0], new Message<Null, byte[]> { Value = Fixture.Table("t", "a") }, Cancel);
        terms.Consume();

        await Eventually.TrueAsync("the message is processed", async () => await terms.FindAsync("t") is not null, TestTimeouts.Short);
        terms.Health.Problem.ShouldBeNull();
        front.Handshakes.ShouldBeGreaterThan(1);
        await Eventually.TrueAsync("what follows is sent", async () => await terms.Catalog.Outbox.ReadPublishedAsync(kafka.EntitiesTopic, Cancel) > 0, TestTimeouts.Short);
        _logs.Text.ShouldNotContain(Secret);
    }

    [Theory]
    [InlineData("other authority", "CN=Test CA, which is no authority in AtlasHa:Notifications:Kafka:CaCertificatePath")]
    [InlineData("no authority", "CaCertificatePath (not set: those of the system)")]
    [InlineData("other host", "is not for 127.0.0.1: use the name that it is for in AtlasHa:Notifications:Kafka:BootstrapServers")]
    [InlineData("no client certificate", "set AtlasHa:Notifications:Kafka:ClientCertificatePath and AtlasHa:Notifications:Kafka:ClientKeyPath")]
    [InlineData("foreign client certificate", "do not take the certificate in AtlasHa:Notifications:Kafka:ClientCertificatePath")]
    [InlineData("no TLS", "do not speak Plaintext at this port: see AtlasHa:Notifications:Kafka:SecurityProtocol")]
    [InlineData("authority that is none", "AtlasHa:Notifications:Kafka:CaCertificatePath must name a PEM file")]
    [InlineData("wrong password of the key", "ClientKeyPassword open it")]
    public async Task Tls_that_does_not_fit_is_told_of_with_the_setting_and_holds_up_nothing_else(string what, string says)
    {
        using var other = new TestAuthority("Other CA");
        using var front = new TlsFront(
            port: 0, _authority.IssueServer(what == "other host" ? "kafka.example.com" : null).KeyStorePath,
            what.EndsWith("client certificate", StringComparison.Ordinal) ? _authority.CertificatePath : null, () => throw new IOException("there is nothing behind"));
        await using var terms = await OpenAsync(front.Address);
        Spoil(terms.Options.Kafka, what, other);

        await ToldAsync(terms, says);
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("SCRAM-SHA-512")]
    public async Task Brokers_that_do_not_know_Sasl_are_told_of_with_the_settings(string mechanism)
    {
        Assert.SkipWhen(MockBrokers.WhyUnavailable is not null, MockBrokers.WhyUnavailable ?? "");
        using var brokers = await MockBrokers.StartAsync();
        await using var terms = await OpenAsync(brokers.Servers);
        var kafka = terms.Options.Kafka;
        (kafka.SecurityProtocol, kafka.CaCertificatePath) = ("SaslPlaintext", null);
        (kafka.SaslMechanism, kafka.SaslUser, kafka.SaslPassword) = (mechanism, "atlas", Secret);

        await ToldAsync(terms, $"do not take AtlasHa:Notifications:Kafka:SaslMechanism ({mechanism}), SaslUser or SaslPassword");
    }

    [Fact]
    public async Task Server_that_never_answers_holds_up_neither_requests_nor_the_end_of_the_term()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var terms = await OpenAsync(silent.LocalEndpoint.ToString()!);

        await ToldAsync(terms, "check that the brokers of AtlasHa:Notifications:Kafka:BootstrapServers run and can be reached, and that AtlasHa:Notifications:Kafka:SecurityProtocol (Ssl)");
    }

    private static void Spoil(KafkaOptions kafka, string what, TestAuthority other)
    {
        switch (what)
        {
            case "other authority":
                kafka.CaCertificatePath = other.CertificatePath;
                break;
            case "no authority":
                kafka.CaCertificatePath = null;
                break;
            case "foreign client certificate" or "wrong password of the key":
                (kafka.ClientCertificatePath, kafka.ClientKeyPath) = other.IssueClientWithKeyFile("atlas", Secret);
                kafka.ClientKeyPassword = what == "foreign client certificate" ? Secret : $"not-{Secret}";
                break;
            case "no TLS":
                (kafka.SecurityProtocol, kafka.CaCertificatePath) = ("Plaintext", null);
                break;
            case "authority that is none":
                kafka.CaCertificatePath = Path.Combine(Path.GetDirectoryName(other.CertificatePath)!, "none.pem");
                File.WriteAllText(kafka.CaCertificatePath, "no certificate");
                break;
        }
    }

    /// <summary>The problem is in status and in the log; what came over HTTP is processed meanwhile, and the term goes on until it is ended.</summary>
    private async Task ToldAsync(Terms terms, string says)
    {
        terms.Consume();
        await terms.Catalog.Hooks.EnqueueAsync(terms.Limits.Topics[0], [Fixture.Table("t", "a")], Terms.Caller, Cancel);
        await terms.TakenAsync();
        (await terms.FindAsync("t")).ShouldNotBeNull();
        await Eventually.TrueAsync(
            $"status says '{says}'", () => terms.Heartbeat?.KafkaProblem?.Contains(says, StringComparison.Ordinal) == true, TestTimeouts.Short);
        await Eventually.TrueAsync(
            "the log says it of the reading",
            () => _logs.Lines.Any(line => line.StartsWith("Warning: reading from Kafka does not work now", StringComparison.Ordinal) && line.Contains(says, StringComparison.Ordinal)), TestTimeouts.Short);
        terms.Catalog.TermOver.IsCompleted.ShouldBeFalse();
        await Eventually.DoneAsync("the term ends", terms.BeginAsync(consuming: false));
        $"{_logs.Text} {terms.Health.Problem}".ShouldNotContain(Secret);
    }

    private async Task<Terms> OpenAsync(string servers)
    {
        var terms = await Terms.OpenAsync(stores, consuming: false, _logs);
        var name = Guid.NewGuid().ToString("N");
        terms.Limits.Topics = [$"{name}-hook"];
        terms.Options.Kafka.BootstrapServers = servers;
        terms.Options.Kafka.SecurityProtocol = "Ssl";
        terms.Options.Kafka.CaCertificatePath = _authority.CertificatePath;
        terms.Options.Kafka.EntitiesTopic = $"{name}-entities";
        return terms;
    }
}
