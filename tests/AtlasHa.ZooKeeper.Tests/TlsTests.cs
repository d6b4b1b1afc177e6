using AtlasHa.TestKit;
using static AtlasHa.ZooKeeper.Tests.Clients;

namespace AtlasHa.ZooKeeper.Tests;

/// <summary>Real servers that take TLS connections only, and only from clients with a certificate of their authority.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Client_with_a_certificate_works_and_takes_its_session_back()
    {
        await using var server = await StartAsync();
        await using var proxy = TcpFaultProxy.To(server.Port);
        await using var client = New(proxy.ConnectString, configure: WithCertificate);
        await client.CreateAsync("/mine", Bytes("x"), CreateMode.Ephemeral);
        var states = new EventRecorder<SessionState>();
        client.StateChanged += states.Record;

        proxy.DropConnections();

        (await states.NextAsync()).ShouldBe(SessionState.Suspended);
        (await states.NextAsync()).ShouldBe(SessionState.Connected);
        (await client.GetDataAsync("/mine")).Stat.EphemeralOwner.ShouldBe(client.SessionId);
    }

    [Fact]
    public async Task Large_answers_and_many_requests_pass_through_tls()
    {
        await using var server = await StartAsync();
        await using var client = New(server.ConnectString, configure: WithCertificate);
        var large = new byte[900_000];
        Random.Shared.NextBytes(large);
        await client.CreateAsync("/large", large, CreateMode.Persistent);

        var reads = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.GetDataAsync("/large")));

        reads.ShouldAllBe(read => read.Data.SequenceEqual(large));
    }

    [Theory]
    [InlineData("pem")]
    [InlineData("pfx")]
    [InlineData("encrypted key in its own file")]
    public async Task Client_certificate_is_read_in_every_form(string form)
    {
        await using var server = await StartAsync();
        await using var client = New(server.ConnectString, configure: options =>
        {
            options.Tls = new() { CaCertificatePath = _authority.CertificatePath };
            if (form == "pem")
                options.Tls.ClientCertificatePath = _authority.IssueClient("anna");
            else if (form == "pfx")
                (options.Tls.ClientCertificatePath, options.Tls.ClientKeyPassword) = (_authority.IssuePkcs12Client("anna", "hunter2"), "hunter2");
            else
                ((options.Tls.ClientCertificatePath, options.Tls.ClientKeyPath), options.Tls.ClientKeyPassword) = (_authority.IssueClientWithKeyFile("anna", "hunter2"), "hunter2");
        });
        await client.CreateAsync("/hers", Bytes("x"), CreateMode.Persistent, Acl.CreatorAll);
        (await client.GetAclAsync("/hers")).Acls.ShouldContain(new Acl(AclPermissions.All, "x509", "CN=anna"));
    }

    [Fact]
    public async Task Server_of_another_authority_is_refused()
    {
        using var other = new TestAuthority("Another CA");
        await RefusedAsync(
            new() { CaCertificatePath = other.CertificatePath, ClientCertificatePath = _authority.IssueClient("anna") },
            "'CN=server' of 'CN=Test CA' is not trusted");
    }

    [Fact]
    public async Task Client_without_a_certificate_is_refused()
        => await RefusedAsync(new() { CaCertificatePath = _authority.CertificatePath }, "did not accept this client, which has no certificate");

    [Fact]
    public async Task Client_with_a_certificate_of_another_authority_is_refused()
    {
        using var other = new TestAuthority("Another CA");
        await RefusedAsync(
            new() { CaCertificatePath = _authority.CertificatePath, ClientCertificatePath = other.IssueClient("anna") },
            "did not accept this client, check whether it trusts the issuer of");
    }

    [Fact]
    public async Task Server_with_a_certificate_for_another_host_is_refused_unless_the_name_is_not_checked()
    {
        var elsewhere = _authority.IssueServer("elsewhere.example");
        var tls = new ZooKeeperTlsOptions { CaCertificatePath = _authority.CertificatePath, ClientCertificatePath = _authority.IssueClient("anna") };
        await RefusedAsync(tls, "'CN=server' is not for this host name", elsewhere);
        tls.CheckHostName = false;
        await using var server = await StartAsync(elsewhere);
        await using var client = New(server.ConnectString, configure: options => options.Tls = tls);
        (await client.ExistsAsync("/")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Certificate_files_are_read_again_for_every_connection()
    {
        using var next = new TestAuthority("Next CA");
        var serverFiles = _authority.IssueServer();
        var certificate = _authority.IssueClient("anna");
        await using var server = await StartAsync(serverFiles);
        await using var client = New(server.ConnectString, configure: WithCertificate(certificate));
        await client.CreateAsync("/mine", Bytes("x"), CreateMode.Ephemeral);
        var session = client.SessionId;

        // Nothing of the old authority is taken any more, on either side.
        await server.KillAsync();
        File.Copy(next.IssueServer().KeyStorePath, serverFiles.KeyStorePath, overwrite: true);
        File.Copy(next.CertificatePath, _authority.CertificatePath, overwrite: true);
        File.Copy(next.IssueClient("anna"), certificate, overwrite: true);
        await server.StartAgainAsync();

        (await client.ExistsAsync("/mine"))!.EphemeralOwner.ShouldBe(session);
    }

    [Fact]
    public async Task Certificate_that_cannot_be_read_is_named_in_the_log_and_its_password_is_not()
    {
        using var logs = new CapturedLogs();
        var path = _authority.IssuePkcs12Client("anna", "hunter2");
        await using var client = New($"127.0.0.1:{FreePort.Next()}", loggers: logs, configure: options =>
            options.Tls = new() { ClientCertificatePath = path, ClientKeyPassword = "swordfish" });
        await Eventually.TrueAsync("the file is named", () => logs.Text.Contains($"the client certificate {path} cannot be used", StringComparison.Ordinal));
        logs.Text.ShouldNotContain("swordfish");
    }

    [Fact]
    public void Tls_settings_that_cannot_work_are_named_at_start()
    {
        var options = new ZooKeeperClientOptions
        {
            ConnectString = "a",
            Tls = new() { CaCertificatePath = "/no/such/ca.pem", ClientKeyPassword = "swordfish" },
        };
        var failures = new ZooKeeperClientOptionsValidator().Validate(null, options).Failures!.ToArray();
        failures.Length.ShouldBe(2);
        failures.ShouldContain(failure => failure.StartsWith("Tls.CaCertificatePath: there is no file '/no/such/ca.pem'", StringComparison.Ordinal));
        failures.ShouldContain(failure => failure.StartsWith("Tls.ClientCertificatePath: is not set", StringComparison.Ordinal));
        failures.ShouldAllBe(failure => !failure.Contains("swordfish", StringComparison.Ordinal));
    }

    private Task<ZooKeeperServerProcess> StartAsync(ZooKeeperServerTls? tls = null)
    {
        ZooKeeperFixture.SkipUnlessAvailable();
        return ZooKeeperServerProcess.StartAsync(new() { Tls = tls ?? _authority.IssueServer() });
    }

    private void WithCertificate(ZooKeeperClientOptions options) => WithCertificate(_authority.IssueClient("anna"))(options);

    private Action<ZooKeeperClientOptions> WithCertificate(string path)
        => options => options.Tls = new() { CaCertificatePath = _authority.CertificatePath, ClientCertificatePath = path };

    /// <summary>The client tries, says why it cannot, and never connects.</summary>
    private async Task RefusedAsync(ZooKeeperTlsOptions tls, string reason, ZooKeeperServerTls? serverTls = null)
    {
        using var logs = new CapturedLogs();
        await using var server = await StartAsync(serverTls);
        await using (var allowed = New(server.ConnectString, configure: options => options.Tls = new()
        {
            CaCertificatePath = _authority.CertificatePath,
            ClientCertificatePath = _authority.IssueClient("control"),
            CheckHostName = false,
        }))
        {
            (await allowed.ExistsAsync("/")).ShouldNotBeNull();
        }
        await using var client = New(server.ConnectString, loggers: logs, configure: options => options.Tls = tls);
        var states = new EventRecorder<SessionState>();
        client.StateChanged += states.Record;

        await Eventually.TrueAsync($"the log has: {reason}", () => logs.Text.Contains(reason, StringComparison.Ordinal));

        client.State.ShouldBe(SessionState.Connecting);
        await client.DisposeAsync();
        states.Rest().ShouldNotContain(SessionState.Connected);
    }
}
