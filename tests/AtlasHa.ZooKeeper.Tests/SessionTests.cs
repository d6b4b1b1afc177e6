using AtlasHa.TestKit;
using static AtlasHa.ZooKeeper.Tests.Clients;

namespace AtlasHa.ZooKeeper.Tests;

public sealed class SessionTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Server_clamps_the_session_timeout_to_its_limits()
    {
        var chroot = await zooKeeper.NewChrootAsync();
        await using var tooShort = New(chroot, TimeSpan.FromMilliseconds(100));
        await using var tooLong = New(chroot, TimeSpan.FromHours(1));
        await tooShort.ExistsAsync("/");
        await tooLong.ExistsAsync("/");
        tooShort.NegotiatedTimeout.ShouldBe(TimeSpan.FromMilliseconds(400));
        tooLong.NegotiatedTimeout.ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Session_stays_alive_when_nothing_is_requested_for_longer_than_its_timeout()
    {
        await using var client = New(await zooKeeper.NewChrootAsync(), TimeSpan.FromSeconds(2));
        await client.CreateAsync("/mine", Bytes(""), CreateMode.Ephemeral);
        var created = (await client.ExistsAsync("/mine"))!;
        var start = TimeProvider.System.GetTimestamp();

        // Only pings can have kept it alive.
        await Eventually.TrueAsync("three timeouts pass", () => TimeProvider.System.GetElapsedTime(start) > client.NegotiatedTimeout * 3);

        (await client.ExistsAsync("/mine")).ShouldBe(created);
    }

    [Fact]
    public async Task Close_ends_the_session_and_its_ephemerals_at_once()
    {
        var chroot = await zooKeeper.NewChrootAsync();
        await using var client = New(chroot);
        await using var other = New(chroot);
        await client.CreateAsync("/mine", Bytes(""), CreateMode.Ephemeral);
        var states = new EventRecorder<SessionState>();
        client.StateChanged += states.Record;

        await client.CloseAsync();

        (await other.ExistsAsync("/mine")).ShouldBeNull();
        client.State.ShouldBe(SessionState.Closed);
        (await states.NextAsync()).ShouldBe(SessionState.Closed);
        client.SessionEnded.IsCancellationRequested.ShouldBeTrue();
        (await Should.ThrowAsync<ZooKeeperException>(() => client.ExistsAsync("/"))).Code.ShouldBe(ErrorCode.SessionExpired);
        await client.CloseAsync();
    }

    [Fact]
    public async Task Every_subscriber_hears_of_a_change_when_one_throws()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        await client.ExistsAsync("/");
        var states = new EventRecorder<SessionState>();
        client.StateChanged += _ => throw new InvalidOperationException("a broken subscriber");
        client.StateChanged += states.Record;

        await client.CloseAsync();

        (await states.NextAsync()).ShouldBe(SessionState.Closed);
    }

    [Fact]
    public async Task Close_ends_the_session_when_the_answer_to_it_is_lost()
    {
        await using var net = await ProxiedChroot.StartAsync(zooKeeper);
        await using var client = New(net.ConnectString);
        await using var other = New(zooKeeper.Server.ConnectString + net.Chroot);
        await client.CreateAsync("/mine", Bytes(""), CreateMode.Ephemeral);

        net.Proxy.SwallowNextReply();
        await client.CloseAsync();

        client.State.ShouldBe(SessionState.Closed);
        (await other.ExistsAsync("/mine")).ShouldBeNull();
    }

    [Fact]
    public async Task Close_returns_when_no_server_can_be_reached()
    {
        await using var net = await ProxiedChroot.StartAsync(zooKeeper);
        await using var client = New(net.ConnectString, configure: options => options.CloseTimeout = TimeSpan.FromMilliseconds(50));
        await client.ExistsAsync("/");
        net.Proxy.Cut();
        await Eventually.DoneAsync("closed", client.CloseAsync());
        client.State.ShouldBe(SessionState.Closed);
    }

    [Fact]
    public async Task Client_that_never_connected_closes_and_fails_what_waited()
    {
        var client = New($"127.0.0.1:{FreePort.Next()}");
        client.State.ShouldBe(SessionState.Connecting);
        var waiting = client.ExistsAsync("/");

        await Eventually.DoneAsync("disposed", client.DisposeAsync().AsTask());

        (await Should.ThrowAsync<ZooKeeperException>(waiting)).Code.ShouldBe(ErrorCode.SessionExpired);
        client.State.ShouldBe(SessionState.Closed);
    }

    [Fact]
    public async Task Request_fails_with_connection_loss_when_no_server_is_found_within_the_timeout()
    {
        await using var client = New($"127.0.0.1:{FreePort.Next()}", TimeSpan.FromMilliseconds(300));
        var failure = await Should.ThrowAsync<ZooKeeperException>(() => client.ExistsAsync("/"));
        failure.Code.ShouldBe(ErrorCode.ConnectionLoss);
        failure.Message.ShouldContain("was not sent");
        client.State.ShouldBe(SessionState.Connecting);
    }

    [Fact]
    public async Task Client_connects_when_the_server_starts_after_it()
    {
        await using var net = await ProxiedChroot.StartAsync(zooKeeper);
        net.Proxy.Cut();
        await using var client = New(net.ConnectString);
        var waiting = client.ExistsAsync("/");
        net.Proxy.Restore();
        (await Eventually.DoneAsync("answered", waiting)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Thousands_of_requests_in_flight_are_answered_in_their_order()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        await client.CreateAsync("/n", Bytes(""), CreateMode.Persistent);

        var writes = Enumerable.Range(0, 5000).Select(i => client.SetDataAsync("/n", Bytes($"{i}"), version: i)).ToArray();
        var read = client.GetDataAsync("/n");

        var versions = await Task.WhenAll(writes);
        versions.Select(stat => stat.Version).ShouldBe(Enumerable.Range(1, 5000));
        (await read).Data.ShouldBe(Bytes("4999"));
    }

    [Fact]
    public async Task Concurrent_callers_each_get_their_own_answer()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        await Parallel.ForAsync(0, 500, async (i, cancellation) =>
        {
            await client.CreateAsync($"/n{i}", Bytes($"{i}"), CreateMode.Persistent, cancellationToken: cancellation);
            (await client.GetDataAsync($"/n{i}", cancellationToken: cancellation)).Data.ShouldBe(Bytes($"{i}"));
        });
        (await client.GetChildrenAsync("/")).Children.Count.ShouldBe(500);
    }

    [Fact]
    public async Task Cancelling_a_sent_request_abandons_only_the_wait()
    {
        await using var net = await ProxiedChroot.StartAsync(zooKeeper);
        await using var client = New(net.ConnectString);
        await client.ExistsAsync("/");
        using var cancel = new CancellationTokenSource();
        net.Proxy.Blackhole();
        var create = client.CreateAsync("/a", Bytes(""), CreateMode.Persistent, cancellationToken: cancel.Token);

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(create);
        net.Proxy.Restore();

        (await client.ExistsAsync("/a")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Cancelling_a_waiting_request_withdraws_it()
    {
        await using var net = await ProxiedChroot.StartAsync(zooKeeper);
        net.Proxy.Cut();
        await using var client = New(net.ConnectString);
        using var cancel = new CancellationTokenSource();
        var create = client.CreateAsync("/a", Bytes(""), CreateMode.Persistent, cancellationToken: cancel.Token);

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(create);
        net.Proxy.Restore();

        (await client.ExistsAsync("/a")).ShouldBeNull();
    }
}
