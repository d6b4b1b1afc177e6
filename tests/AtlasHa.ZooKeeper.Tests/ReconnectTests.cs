using AtlasHa.TestKit;
using static AtlasHa.ZooKeeper.Tests.Clients;

namespace AtlasHa.ZooKeeper.Tests;

public sealed class ReconnectTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Session_and_ephemerals_survive_when_the_connection_drops()
    {
        await using var net = await ProxiedChroot.StartAsync(zooKeeper);
        await using var client = New(net.ConnectString);
        await client.CreateAsync("/mine", Bytes(""), CreateMode.Ephemeral);
        var session = client.SessionId;
        var states = new EventRecorder<SessionState>();
        client.StateChanged += states.Record;

        net.Proxy.DropConnections();

        (await states.NextAsync()).ShouldBe(SessionState.Suspended);
        (await states.NextAsync()).ShouldBe(SessionState.Connected);
        client.SessionId.ShouldBe(session);
        (await client.ExistsAsync("/mine"))!.EphemeralOwner.ShouldBe(session);
        client.SessionEnded.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task Create_fails_with_connection_loss_and_is_not_sent_again_when_its_answer_is_lost()
    {
        await using var net = await ProxiedChroot.StartAsync(zooKeeper);
        await using var client = New(net.ConnectString);
        await client.ExistsAsync("/");

        net.Proxy.SwallowNextReply();
        var loss = await Should.ThrowAsync<ZooKeeperException>(() => client.CreateAsync("/n-", Bytes(""), CreateMode.PersistentSequential));

        loss.Code.ShouldBe(ErrorCode.ConnectionLoss);
        loss.Path.ShouldBe("/n-");
        loss.OutcomeUnknown.ShouldBeTrue();
        (await client.GetChildrenAsync("/")).Children.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Every_unanswered_request_fails_when_the_connection_drops()
    {
        await using var net = await ProxiedChroot.StartAsync(zooKeeper);
        await using var client = New(net.ConnectString);
        await client.ExistsAsync("/");
        net.Proxy.Blackhole();
        var requests = Enumerable.Range(0, 100).Select(_ => client.ExistsAsync("/")).ToArray();

        net.Proxy.DropConnections();

        foreach (var request in requests)
            (await Should.ThrowAsync<ZooKeeperException>(request)).Code.ShouldBe(ErrorCode.ConnectionLoss);
        net.Proxy.Restore();
        (await client.ExistsAsync("/")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Request_waits_for_the_connection_when_made_while_suspended()
    {
        await using var net = await ProxiedChroot.StartAsync(zooKeeper);
        await using var client = New(net.ConnectString);
        await client.ExistsAsync("/");
        net.Proxy.Cut();
        await Eventually.TrueAsync("suspended", () => client.State == SessionState.Suspended);

        var request = client.CreateAsync("/late", Bytes(""), CreateMode.Persistent);
        request.IsCompleted.ShouldBeFalse();
        net.Proxy.Restore();

        (await Eventually.DoneAsync("the request is answered", request)).ShouldBe("/late");
    }

    [Fact]
    public async Task Client_leaves_a_server_that_keeps_the_connection_and_never_answers()
    {
        await using var net = await ProxiedChroot.StartAsync(zooKeeper);
        var direct = new Uri($"tcp://{zooKeeper.Server.ConnectString}").Port;
        await using var client = New($"{net.Proxy.ConnectString},127.0.0.1:{direct}{net.Chroot}", TimeSpan.FromSeconds(6));
        await client.CreateAsync("/mine", Bytes(""), CreateMode.Ephemeral);
        var session = client.SessionId;

        net.Proxy.Blackhole();

        await Eventually.TrueAsync("the other server answers", async () => await AnswersAsync(client));
        client.SessionId.ShouldBe(session);
        client.State.ShouldBe(SessionState.Connected);
    }

    [Fact]
    public async Task Client_connects_when_another_server_of_the_connect_string_is_dead()
    {
        var (server, chroot) = Split(await zooKeeper.NewChrootAsync());
        await using var client = New($"127.0.0.1:{FreePort.Next()},{server}{chroot}");
        (await client.ExistsAsync("/")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Session_survives_when_the_server_restarts()
    {
        ZooKeeperFixture.SkipUnlessAvailable();
        await using var server = await ZooKeeperServerProcess.StartAsync();
        await using var client = New(await ZooKeeperFixture.NewChrootAsync(server));
        await client.CreateAsync("/mine", Bytes(""), CreateMode.Ephemeral);
        var session = client.SessionId;

        await server.RestartAsync();

        await Eventually.TrueAsync("the server answers again", async () => await AnswersAsync(client));
        client.SessionId.ShouldBe(session);
        (await client.ExistsAsync("/mine"))!.EphemeralOwner.ShouldBe(session);
    }

    [Fact]
    public async Task Identities_are_proved_again_when_the_client_reconnects()
    {
        await using var net = await ProxiedChroot.StartAsync(zooKeeper);
        await using var client = New(net.ConnectString, configure: options => options.Auth.Add(AuthInfo.Digest("anna", "secret")));
        await client.AddAuthAsync("digest", Bytes("bert:secret"));
        await client.CreateAsync("/closed", Bytes("x"), CreateMode.Persistent, Acl.CreatorAll);
        var states = new EventRecorder<SessionState>();
        client.StateChanged += states.Record;

        net.Proxy.DropConnections();

        (await states.NextAsync()).ShouldBe(SessionState.Suspended);
        (await client.GetDataAsync("/closed")).Data.ShouldBe(Bytes("x"));
    }

    private static (string Server, string Chroot) Split(string connectString)
    {
        var slash = connectString.IndexOf('/', StringComparison.Ordinal);
        return (connectString[..slash], connectString[slash..]);
    }

    private static async Task<bool> AnswersAsync(IZooKeeperClient client)
    {
        try
        {
            return await client.ExistsAsync("/") is not null;
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.ConnectionLoss)
        {
            return false;
        }
    }
}
