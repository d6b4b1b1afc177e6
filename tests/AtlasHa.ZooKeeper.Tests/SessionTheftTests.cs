using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using AtlasHa.TestKit;
using static AtlasHa.ZooKeeper.Tests.Clients;

namespace AtlasHa.ZooKeeper.Tests;

/// <summary>A server derives a session's password from its id: who knows the id and may connect can end the session.</summary>
public sealed class SessionTheftTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Anonymous_peer_ends_a_session_whose_id_it_reads_when_nothing_protects_it()
    {
        var chroot = await zooKeeper.NewChrootAsync();
        await using var victim = New(chroot);
        await using var anyone = New(chroot);
        await victim.CreateAsync("/leader", Bytes("x"), CreateMode.Ephemeral);
        var id = (await anyone.GetDataAsync("/leader")).Stat.EphemeralOwner;
        id.ShouldBe(victim.SessionId);

        await zooKeeper.Server.ExpireAsync(id);

        await Eventually.TrueAsync("the victim's session is over", () => victim.State == SessionState.Expired);
        (await anyone.ExistsAsync("/leader")).ShouldBeNull();
    }

    [Fact]
    public async Task Peer_without_a_certificate_cannot_end_a_session_where_certificates_are_needed()
    {
        ZooKeeperFixture.SkipUnlessAvailable();
        using var authority = new TestAuthority();
        await using var server = await ZooKeeperServerProcess.StartAsync(new() { Tls = authority.IssueServer() });
        var certificate = authority.IssueClient("anna");
        await using var victim = New(server.ConnectString, configure: options =>
            options.Tls = new() { CaCertificatePath = authority.CertificatePath, ClientCertificatePath = certificate });
        await victim.CreateAsync("/leader", Bytes("x"), CreateMode.Ephemeral);
        var states = new EventRecorder<SessionState>();
        victim.StateChanged += states.Record;

        (await StealAsync(server.Port, victim.SessionId, tls: null)).ShouldBeFalse();
        (await StealAsync(server.Port, victim.SessionId, Trusting(authority))).ShouldBeFalse();

        (await victim.ExistsAsync("/leader"))!.EphemeralOwner.ShouldBe(victim.SessionId);
        states.Rest().ShouldBeEmpty();
        // It is the certificate that protects: with one the same attack succeeds.
        using var own = X509Certificate2.CreateFromPemFile(certificate);
        var withCertificate = Trusting(authority);
        withCertificate.ClientCertificates = [own];
        (await StealAsync(server.Port, victim.SessionId, withCertificate)).ShouldBeTrue();
    }

    [Fact]
    public async Task Acl_hides_the_session_id_from_reads_but_not_from_exists()
    {
        var chroot = await zooKeeper.NewChrootAsync();
        await using var victim = New(chroot, configure: options =>
        {
            options.Auth.Add(AuthInfo.Digest("atlas", "secret"));
            options.DefaultAcls = Acl.CreatorAll;
        });
        await using var anyone = New(chroot);
        await victim.CreateAsync("/leader", Bytes("x"), CreateMode.Ephemeral);

        (await Should.ThrowAsync<ZooKeeperException>(() => anyone.GetDataAsync("/leader"))).Code.ShouldBe(ErrorCode.NoAuth);
        (await Should.ThrowAsync<ZooKeeperException>(() => anyone.GetChildrenAsync("/leader"))).Code.ShouldBe(ErrorCode.NoAuth);
        (await anyone.ExistsAsync("/leader"))!.EphemeralOwner.ShouldBe(victim.SessionId);
    }

    private static SslClientAuthenticationOptions Trusting(TestAuthority authority)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(authority.CertificatePath);
        return new() { TargetHost = "127.0.0.1", CertificateChainPolicy = policy };
    }

    private static async Task<bool> StealAsync(int port, long sessionId, SslClientAuthenticationOptions? tls)
    {
        using var deadline = new CancellationTokenSource(TestTimeouts.Short);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, deadline.Token);
        if (tls is null)
            return await SessionTakeover.TryEndAsync(client.GetStream(), sessionId, deadline.Token);
        await using var stream = new SslStream(client.GetStream());
        try
        {
            await stream.AuthenticateAsClientAsync(tls, deadline.Token);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            return false;
        }
        return await SessionTakeover.TryEndAsync(stream, sessionId, deadline.Token);
    }
}
