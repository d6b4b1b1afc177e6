using AtlasHa.TestKit;
using static AtlasHa.ZooKeeper.Tests.Clients;

namespace AtlasHa.ZooKeeper.Tests;

public sealed class ExpiryTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Session_expires_when_the_server_says_so()
    {
        var chroot = await zooKeeper.NewChrootAsync();
        await using var client = New(chroot);
        await using var other = New(chroot);
        await client.CreateAsync("/mine", Bytes(""), CreateMode.Ephemeral);
        var watched = new EventRecorder<WatchedEvent>();
        await client.GetDataAsync("/mine", watched.Record);
        var states = new EventRecorder<SessionState>();
        client.StateChanged += states.Record;

        await zooKeeper.Server.ExpireAsync(client.SessionId);

        await Eventually.TrueAsync("expired", () => client.State == SessionState.Expired);
        await Eventually.TrueAsync("the token fires", () => client.SessionEnded.IsCancellationRequested);
        (await states.NextAsync()).ShouldBe(SessionState.Suspended);
        await Eventually.TrueAsync("told of the expiry", async () => await states.NextAsync() == SessionState.Expired);
        (await watched.NextAsync()).Type.ShouldBe(WatchEventType.SessionEnded);
        (await other.ExistsAsync("/mine")).ShouldBeNull();
        (await Should.ThrowAsync<ZooKeeperException>(() => client.ExistsAsync("/"))).Code.ShouldBe(ErrorCode.SessionExpired);
    }

    [Fact]
    public async Task Session_expires_by_itself_when_no_server_answers_for_the_whole_timeout()
    {
        await using var net = await ProxiedChroot.StartAsync(zooKeeper);
        await using var client = New(net.ConnectString, TimeSpan.FromSeconds(1));
        await client.ExistsAsync("/");
        client.NegotiatedTimeout.ShouldBe(TimeSpan.FromSeconds(1));
        var states = new EventRecorder<SessionState>();
        client.StateChanged += states.Record;

        net.Proxy.Cut();
        (await states.NextAsync()).ShouldBe(SessionState.Suspended);
        var waiting = client.ExistsAsync("/");

        (await states.NextAsync()).ShouldBe(SessionState.Expired);
        client.SinceLastContact.ShouldBeGreaterThanOrEqualTo(client.NegotiatedTimeout);
        (await Should.ThrowAsync<ZooKeeperException>(waiting)).Code.ShouldBeOneOf(ErrorCode.SessionExpired, ErrorCode.ConnectionLoss);
    }

    [Fact]
    public async Task Session_expires_when_its_server_is_frozen_and_the_connection_stays_open()
    {
        await using var net = await ProxiedChroot.StartAsync(zooKeeper);
        await using var client = New(net.ConnectString, TimeSpan.FromSeconds(1));
        await client.ExistsAsync("/");
        var states = new EventRecorder<SessionState>();
        client.StateChanged += states.Record;

        net.Proxy.Blackhole();

        (await states.NextAsync()).ShouldBe(SessionState.Suspended);
        (await states.NextAsync()).ShouldBe(SessionState.Expired);
    }

    [Fact]
    public async Task Session_outlives_an_outage_longer_than_its_timeout_when_only_servers_may_end_it()
    {
        await using var server = await ZooKeeperServerProcess.StartAsync();
        await using var client = New(server.ConnectString, TimeSpan.FromSeconds(1), configure: options => options.ExpiresUnheard = false);
        await client.CreateAsync("/mine", Bytes(""), CreateMode.Ephemeral);
        var session = client.SessionId;

        await server.KillAsync();
        await Eventually.TrueAsync("two timeouts have passed", () => client.SinceLastContact > client.NegotiatedTimeout * 2);
        (await Should.ThrowAsync<ZooKeeperException>(() => client.ExistsAsync("/mine"))).Code.ShouldBe(ErrorCode.ConnectionLoss);
        client.State.ShouldBe(SessionState.Suspended);
        await server.StartAgainAsync();

        await Eventually.TrueAsync("connected", () => client.State == SessionState.Connected);
        client.SessionId.ShouldBe(session);
        (await client.ExistsAsync("/mine"))!.EphemeralOwner.ShouldBe(session);
    }

    [Fact]
    public async Task Session_expires_after_an_outage_when_the_server_says_so_and_only_servers_may_end_it()
    {
        await using var net = await ProxiedChroot.StartAsync(zooKeeper);
        await using var client = New(net.ConnectString, TimeSpan.FromSeconds(1), configure: options => options.ExpiresUnheard = false);
        await client.ExistsAsync("/");

        net.Proxy.Cut();
        await Eventually.TrueAsync("the timeout has passed", () => client.SinceLastContact > client.NegotiatedTimeout);
        await zooKeeper.Server.ExpireAsync(client.SessionId);
        client.State.ShouldBe(SessionState.Suspended);
        net.Proxy.Restore();

        await Eventually.TrueAsync("expired", () => client.State == SessionState.Expired);
    }
}
