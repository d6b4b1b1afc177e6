using AtlasHa.TestKit;
using static AtlasHa.ZooKeeper.Tests.Clients;

namespace AtlasHa.ZooKeeper.Tests;

public sealed class PersistentWatchTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Persistent_watch_tells_of_every_change_of_its_node()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        var events = new EventRecorder<WatchedEvent>();
        await client.AddWatchAsync("/a", recursive: false, events.Record);

        await client.CreateAsync("/a", Bytes(""), CreateMode.Persistent);
        await client.SetDataAsync("/a", Bytes("1"));
        await client.SetDataAsync("/a", Bytes("2"));
        await client.CreateAsync("/a/b", Bytes(""), CreateMode.Persistent);
        await client.SetDataAsync("/a/b", Bytes("not told"));
        await client.DeleteAsync("/a/b");
        await client.DeleteAsync("/a");

        await ToldAsync(
            events,
            new(WatchEventType.Created, "/a"),
            new(WatchEventType.DataChanged, "/a"),
            new(WatchEventType.DataChanged, "/a"),
            new(WatchEventType.ChildrenChanged, "/a"),
            new(WatchEventType.ChildrenChanged, "/a"),
            new(WatchEventType.Deleted, "/a"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/a")]
    public async Task Recursive_watch_tells_of_everything_below_its_node(string root)
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        var events = new EventRecorder<WatchedEvent>();
        await client.AddWatchAsync(root, recursive: true, events.Record);

        await client.CreateAsync("/a", Bytes(""), CreateMode.Persistent);
        await client.CreateAsync("/a/b", Bytes(""), CreateMode.Persistent);
        await client.CreateAsync("/a/b/c", Bytes(""), CreateMode.Persistent);
        await client.SetDataAsync("/a/b/c", Bytes("1"));
        await client.DeleteAsync("/a/b/c");

        await ToldAsync(
            events,
            new(WatchEventType.Created, "/a"),
            new(WatchEventType.Created, "/a/b"),
            new(WatchEventType.Created, "/a/b/c"),
            new(WatchEventType.DataChanged, "/a/b/c"),
            new(WatchEventType.Deleted, "/a/b/c"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Watch_asks_to_read_again_after_a_reconnect_and_goes_on(bool recursive)
    {
        await using var net = await ProxiedChroot.StartAsync(zooKeeper);
        await using var client = New(net.ConnectString);
        await using var other = New(zooKeeper.Server.ConnectString + net.Chroot);
        await client.CreateAsync("/a", Bytes(""), CreateMode.Persistent);
        var events = new EventRecorder<WatchedEvent>();
        await client.AddWatchAsync("/a", recursive, events.Record);
        net.Proxy.Cut();
        await Eventually.TrueAsync("suspended", () => client.State == SessionState.Suspended);

        await other.SetDataAsync("/a", Bytes("missed"));
        net.Proxy.Restore();

        (await events.NextAsync()).ShouldBe(new(WatchEventType.MayHaveMissed, "/a"));
        (await client.GetDataAsync("/a")).Data.ShouldBe(Bytes("missed"));
        await other.SetDataAsync("/a", Bytes("seen"));
        (await events.NextAsync()).ShouldBe(new(WatchEventType.DataChanged, "/a"));
    }

    [Fact]
    public async Task Disposed_watch_is_silent_and_leaves_nothing_on_the_server()
    {
        var chroot = await zooKeeper.NewChrootAsync();
        await using var client = New(chroot);
        var path = ConnectString.Parse(chroot).Chroot + "/a";
        var events = new EventRecorder<WatchedEvent>();
        var first = await client.AddWatchAsync("/a", recursive: true, _ => events.Record(new(WatchEventType.Created, "first")));
        var second = await client.AddWatchAsync("/a", recursive: true, events.Record);

        await first.DisposeAsync();
        await client.CreateAsync("/a", Bytes(""), CreateMode.Persistent);
        (await events.NextAsync()).ShouldBe(new(WatchEventType.Created, "/a"));
        (await zooKeeper.Server.FourLetterAsync("wchp")).ShouldContain(path);
        await second.DisposeAsync();
        await second.DisposeAsync();

        (await zooKeeper.Server.FourLetterAsync("wchp")).ShouldNotContain(path);
        await client.DeleteAsync("/a");
        await client.DisposeAsync();
        events.Rest().ShouldBeEmpty();
    }

    [Fact]
    public async Task Watch_that_was_disposed_while_disconnected_does_not_come_back()
    {
        await using var net = await ProxiedChroot.StartAsync(zooKeeper);
        await using var client = New(net.ConnectString);
        var events = new EventRecorder<WatchedEvent>();
        var watch = await client.AddWatchAsync("/a", recursive: false, events.Record);
        net.Proxy.Cut();
        await Eventually.TrueAsync("suspended", () => client.State == SessionState.Suspended);

        await watch.DisposeAsync();
        net.Proxy.Restore();

        await client.CreateAsync("/a", Bytes(""), CreateMode.Persistent);
        await client.DisposeAsync();
        events.Rest().ShouldBeEmpty();
    }

    [Fact]
    public async Task All_kinds_of_watch_are_set_again_when_they_do_not_fit_into_one_request()
    {
        await using var net = await ProxiedChroot.StartAsync(zooKeeper);
        await using var client = New(net.ConnectString);
        var states = new EventRecorder<SessionState>();
        var changes = new EventRecorder<WatchedEvent>();
        var paths = Enumerable.Range(0, 3000).Select(i => $"/{i:D5}{new string('x', 100)}").ToArray();
        await Task.WhenAll(paths.Select((path, i) => i % 2 == 0
            ? (Task)client.ExistsAsync(path, changes.Record)
            : client.AddWatchAsync(path, recursive: i % 3 == 0, RecordChange)));
        client.StateChanged += states.Record;

        net.Proxy.DropConnections();
        (await states.NextAsync()).ShouldBe(SessionState.Suspended);
        (await states.NextAsync()).ShouldBe(SessionState.Connected);
        await Task.WhenAll(paths.Select(path => client.CreateAsync(path, Bytes(""), CreateMode.Persistent)));

        var told = new List<string>();
        foreach (var _ in paths)
            told.Add((await changes.NextAsync()).Path);
        told.ShouldBe(paths, ignoreOrder: true);

        void RecordChange(WatchedEvent change)
        {
            if (change.Type != WatchEventType.MayHaveMissed)
                changes.Record(change);
        }
    }

    [Fact]
    public async Task Watch_is_told_of_the_end_of_the_session()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        var events = new EventRecorder<WatchedEvent>();
        var watch = await client.AddWatchAsync("/a", recursive: true, events.Record);
        await client.CloseAsync();
        await ToldAsync(events, new WatchedEvent(WatchEventType.SessionEnded, "/a"));
        await watch.DisposeAsync();
    }

    private static async Task ToldAsync(EventRecorder<WatchedEvent> events, params WatchedEvent[] expected)
    {
        foreach (var next in expected)
            (await events.NextAsync()).ShouldBe(next);
        events.Rest().ShouldBeEmpty();
    }
}
