using AtlasHa.TestKit;
using static AtlasHa.ZooKeeper.Tests.Clients;

namespace AtlasHa.ZooKeeper.Tests;

public sealed class WatchTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Data_watch_fires_once_when_the_data_changes_twice()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        await client.CreateAsync("/a", Bytes(""), CreateMode.Persistent);
        var events = new EventRecorder<WatchedEvent>();
        await client.GetDataAsync("/a", events.Record);

        await client.SetDataAsync("/a", Bytes("1"));
        await client.SetDataAsync("/a", Bytes("2"));

        (await events.NextAsync()).ShouldBe(new(WatchEventType.DataChanged, "/a"));
        await client.SyncAsync("/a");
        events.Rest().ShouldBeEmpty();
    }

    [Fact]
    public async Task Exists_watch_fires_when_the_node_is_created()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        var events = new EventRecorder<WatchedEvent>();
        (await client.ExistsAsync("/a", events.Record)).ShouldBeNull();

        await client.CreateAsync("/a", Bytes(""), CreateMode.Persistent);

        (await events.NextAsync()).ShouldBe(new(WatchEventType.Created, "/a"));
    }

    [Fact]
    public async Task Exists_watch_fires_when_the_present_node_is_deleted()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        await client.CreateAsync("/a", Bytes(""), CreateMode.Persistent);
        var events = new EventRecorder<WatchedEvent>();
        (await client.ExistsAsync("/a", events.Record)).ShouldNotBeNull();

        await client.DeleteAsync("/a");

        (await events.NextAsync()).ShouldBe(new(WatchEventType.Deleted, "/a"));
    }

    [Fact]
    public async Task Child_watch_fires_when_a_child_comes_or_the_node_goes()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        await client.CreateAsync("/a", Bytes(""), CreateMode.Persistent);
        var events = new EventRecorder<WatchedEvent>();

        await client.GetChildrenAsync("/a", events.Record);
        await client.CreateAsync("/a/b", Bytes(""), CreateMode.Persistent);
        (await events.NextAsync()).ShouldBe(new(WatchEventType.ChildrenChanged, "/a"));

        await client.GetChildrenAsync("/a", events.Record);
        await client.DeleteAsync("/a/b");
        (await events.NextAsync()).ShouldBe(new(WatchEventType.ChildrenChanged, "/a"));

        await client.GetChildrenAsync("/a", events.Record);
        await client.DeleteAsync("/a");
        (await events.NextAsync()).ShouldBe(new(WatchEventType.Deleted, "/a"));
    }

    [Fact]
    public async Task GetData_leaves_no_watch_when_the_node_is_missing()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        var events = new EventRecorder<WatchedEvent>();
        (await Should.ThrowAsync<ZooKeeperException>(() => client.GetDataAsync("/a", events.Record))).Code.ShouldBe(ErrorCode.NoNode);

        await client.CreateAsync("/a", Bytes(""), CreateMode.Persistent);
        await client.DeleteAsync("/a");
        await client.CloseAsync();

        // A watch that had been left would have been told of the creation, or at the latest of the session's end.
        await client.DisposeAsync();
        events.Rest().ShouldBeEmpty();
    }

    [Fact]
    public async Task Same_callback_fires_once_when_set_twice_on_one_node()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        await client.CreateAsync("/a", Bytes(""), CreateMode.Persistent);
        var events = new EventRecorder<WatchedEvent>();
        Action<WatchedEvent> callback = events.Record;
        await client.GetDataAsync("/a", callback);
        await client.ExistsAsync("/a", callback);

        await client.DeleteAsync("/a");
        await client.DisposeAsync();

        events.Rest().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Event_is_queued_before_a_later_read_is_answered()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        await client.CreateAsync("/a", Bytes(""), CreateMode.Persistent);
        for (var round = 0; round < 200; round++)
        {
            var order = new EventRecorder<string>();
            await client.GetDataAsync("/a", _ => order.Record("event"));
            _ = client.SetDataAsync("/a", Bytes("x"));
            var read = client.GetDataAsync("/a", _ => order.Record("later watch"));
            await read;
            await client.SetDataAsync("/a", Bytes("y"));

            (await order.NextAsync()).ShouldBe("event");
            (await order.NextAsync()).ShouldBe("later watch");
        }
    }

    [Fact]
    public async Task Missed_changes_are_told_when_the_client_reconnects()
    {
        await using var net = await ProxiedChroot.StartAsync(zooKeeper);
        await using var client = New(net.ConnectString);
        await using var other = New(zooKeeper.Server.ConnectString + net.Chroot);
        await client.CreateAsync("/data", Bytes(""), CreateMode.Persistent);
        await client.CreateAsync("/parent", Bytes(""), CreateMode.Persistent);
        await client.CreateAsync("/quiet", Bytes(""), CreateMode.Persistent);
        var events = new EventRecorder<WatchedEvent>();
        await client.GetDataAsync("/data", events.Record);
        await client.GetChildrenAsync("/parent", events.Record);
        await client.ExistsAsync("/new", events.Record);
        await client.GetDataAsync("/quiet", events.Record);
        net.Proxy.Cut();
        await Eventually.TrueAsync("suspended", () => client.State == SessionState.Suspended);

        await other.SetDataAsync("/data", Bytes("changed"));
        await other.CreateAsync("/parent/child", Bytes(""), CreateMode.Persistent);
        await other.CreateAsync("/new", Bytes(""), CreateMode.Persistent);
        net.Proxy.Restore();

        var told = new[] { await events.NextAsync(), await events.NextAsync(), await events.NextAsync() };
        told.ShouldBe(
            [new(WatchEventType.DataChanged, "/data"), new(WatchEventType.ChildrenChanged, "/parent"), new(WatchEventType.Created, "/new")],
            ignoreOrder: true);
        await other.SetDataAsync("/quiet", Bytes("changed"));
        (await events.NextAsync()).ShouldBe(new(WatchEventType.DataChanged, "/quiet"));
    }

    [Fact]
    public async Task All_watches_are_set_again_when_they_do_not_fit_into_one_request()
    {
        await using var net = await ProxiedChroot.StartAsync(zooKeeper);
        await using var client = New(net.ConnectString);
        var events = new EventRecorder<WatchedEvent>();
        var paths = Enumerable.Range(0, 3000).Select(i => $"/{i:D5}{new string('x', 100)}").ToArray();
        await Task.WhenAll(paths.Select(path => client.ExistsAsync(path, events.Record)));
        var states = new EventRecorder<SessionState>();
        client.StateChanged += states.Record;

        net.Proxy.DropConnections();
        (await states.NextAsync()).ShouldBe(SessionState.Suspended);
        (await states.NextAsync()).ShouldBe(SessionState.Connected);
        await Task.WhenAll(paths.Select(path => client.CreateAsync(path, Bytes(""), CreateMode.Persistent)));

        var told = new List<string>();
        foreach (var _ in paths)
            told.Add((await events.NextAsync()).Path);
        told.ShouldBe(paths, ignoreOrder: true);
    }

    [Fact]
    public async Task Later_callbacks_run_when_one_throws()
    {
        using var logs = new CapturedLogs();
        await using var client = New(await zooKeeper.NewChrootAsync(), loggers: logs);
        await client.CreateAsync("/a", Bytes(""), CreateMode.Persistent);
        var events = new EventRecorder<WatchedEvent>();
        await client.GetDataAsync("/a", _ => throw new InvalidOperationException("callback 17 broke"));
        await client.GetChildrenAsync("/a", events.Record);

        await client.DeleteAsync("/a");

        (await events.NextAsync()).Type.ShouldBe(WatchEventType.Deleted);
        await Eventually.TrueAsync("the failure is logged", () => logs.Text.Contains("callback 17 broke", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Requests_are_answered_while_a_callback_blocks()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        using var release = new ManualResetEventSlim();
        var entered = new TaskCompletionSource();
        await client.ExistsAsync("/a", _ =>
        {
            entered.SetResult();
            release.Wait();
        });
        await client.CreateAsync("/a", Bytes(""), CreateMode.Persistent);
        await Eventually.DoneAsync("the callback runs", entered.Task);

        (await client.ExistsAsync("/a")).ShouldNotBeNull();
        release.Set();
    }

    [Fact]
    public async Task Outstanding_watches_are_told_when_the_client_closes()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        var events = new EventRecorder<WatchedEvent>();
        await client.ExistsAsync("/never", events.Record);

        await client.CloseAsync();

        (await events.NextAsync()).ShouldBe(new(WatchEventType.SessionEnded, "/never"));
    }
}
