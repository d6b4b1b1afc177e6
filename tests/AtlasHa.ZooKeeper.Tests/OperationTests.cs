using AtlasHa.TestKit;
using static AtlasHa.ZooKeeper.Tests.Clients;

namespace AtlasHa.ZooKeeper.Tests;

public sealed class OperationTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Client_creates_reads_writes_and_deletes()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        var created = await client.Create2Async("/a", Bytes("one"), CreateMode.Persistent);
        created.Path.ShouldBe("/a");
        created.Stat.EphemeralOwner.ShouldBe(0);
        created.Stat.DataLength.ShouldBe(3);
        (await client.GetDataAsync("/a")).Data.ShouldBe(Bytes("one"));
        var changed = await client.SetDataAsync("/a", Bytes("four"), version: 0);
        changed.Version.ShouldBe(1);
        changed.DataLength.ShouldBe(4);
        changed.ModifiedZxid.ShouldBeGreaterThan(created.Stat.CreatedZxid);
        (await client.ExistsAsync("/a")).ShouldBe(changed);
        await client.CreateAsync("/a/b", Bytes(""), CreateMode.Persistent);
        var children = await client.GetChildrenAsync("/a");
        children.Children.ShouldBe(["b"]);
        children.Stat.ChildCount.ShouldBe(1);
        await client.DeleteAsync("/a/b");
        await client.DeleteAsync("/a", version: 1);
        (await client.ExistsAsync("/a")).ShouldBeNull();
    }

    [Theory]
    [InlineData(CreateMode.Persistent, false, false)]
    [InlineData(CreateMode.Ephemeral, false, true)]
    [InlineData(CreateMode.PersistentSequential, true, false)]
    [InlineData(CreateMode.EphemeralSequential, true, true)]
    [InlineData(CreateMode.Container, false, false)]
    [InlineData(CreateMode.PersistentWithTtl, false, false)]
    [InlineData(CreateMode.PersistentSequentialWithTtl, true, false)]
    public async Task Create_makes_the_kind_of_node_that_was_asked_for(CreateMode mode, bool sequential, bool ephemeral)
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        TimeSpan? ttl = mode is CreateMode.PersistentWithTtl or CreateMode.PersistentSequentialWithTtl ? TimeSpan.FromHours(1) : null;

        var created = await client.Create2Async("/n-", Bytes("x"), mode, ttl: ttl);

        created.Path.ShouldBe(sequential ? "/n-0000000000" : "/n-");
        (await client.ExistsAsync(created.Path)).ShouldBe(created.Stat);
        created.Stat.EphemeralOwner.ShouldBe(ephemeral ? client.SessionId : 0);
    }

    [Fact]
    public async Task Server_removes_a_container_after_its_last_child_and_a_ttl_node_after_its_time()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        await client.CreateAsync("/box", Bytes(""), CreateMode.Container);
        await client.CreateAsync("/box/child", Bytes(""), CreateMode.Persistent);
        await client.DeleteAsync("/box/child");
        await client.Create2Async("/short", Bytes(""), CreateMode.PersistentWithTtl, ttl: TimeSpan.FromMilliseconds(1));
        await client.Create2Async("/short-", Bytes(""), CreateMode.PersistentSequentialWithTtl, ttl: TimeSpan.FromMilliseconds(1));
        await client.Create2Async("/long", Bytes(""), CreateMode.PersistentWithTtl, ttl: TimeSpan.FromHours(1));

        await Eventually.TrueAsync("only the long-lived node is left", async () => (await client.GetChildrenAsync("/")).Children is ["long"]);
    }

    [Fact]
    public async Task Create_numbers_nodes_without_a_name_when_the_path_ends_with_a_slash()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        (await client.CreateAsync("/", Bytes(""), CreateMode.PersistentSequential)).ShouldBe("/0000000000");
        await client.CreateAsync("/a", Bytes(""), CreateMode.Persistent);
        (await client.CreateAsync("/a/", Bytes(""), CreateMode.PersistentSequential)).ShouldBe("/a/0000000000");
    }

    [Fact]
    public async Task Create_refuses_a_lifetime_that_does_not_fit_the_mode()
    {
        await using var client = New("127.0.0.1:1");
        await Should.ThrowAsync<ArgumentException>(() => client.Create2Async("/a", Bytes(""), CreateMode.PersistentWithTtl));
        await Should.ThrowAsync<ArgumentException>(() => client.Create2Async("/a", Bytes(""), CreateMode.Persistent, ttl: TimeSpan.FromHours(1)));
        await Should.ThrowAsync<ArgumentException>(
            () => client.MultiAsync([new Operation.Create("/a", Bytes(""), CreateMode.PersistentSequentialWithTtl)]));
    }

    [Fact]
    public async Task Requests_fail_with_the_servers_code_and_the_clients_path()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        await client.CreateAsync("/a", Bytes(""), CreateMode.Persistent);
        await client.CreateAsync("/a/b", Bytes(""), CreateMode.Ephemeral);

        await ShouldFailAsync(ErrorCode.NodeExists, "/a", () => client.CreateAsync("/a", Bytes(""), CreateMode.Persistent));
        await ShouldFailAsync(ErrorCode.NoNode, "/x/y", () => client.CreateAsync("/x/y", Bytes(""), CreateMode.Persistent));
        await ShouldFailAsync(ErrorCode.NoChildrenForEphemerals, "/a/b/c", () => client.CreateAsync("/a/b/c", Bytes(""), CreateMode.Persistent));
        await ShouldFailAsync(ErrorCode.NotEmpty, "/a", () => client.DeleteAsync("/a"));
        await ShouldFailAsync(ErrorCode.BadVersion, "/a/b", () => client.DeleteAsync("/a/b", version: 7));
        await ShouldFailAsync(ErrorCode.BadVersion, "/a", () => client.SetDataAsync("/a", Bytes(""), version: 7));
        await ShouldFailAsync(ErrorCode.NoNode, "/x", () => client.GetDataAsync("/x"));
        await ShouldFailAsync(ErrorCode.NoNode, "/x", () => client.GetChildrenAsync("/x"));
        await ShouldFailAsync(ErrorCode.NoNode, "/x", () => client.SetDataAsync("/x", Bytes("")));
        await ShouldFailAsync(ErrorCode.NoNode, "/x", () => client.DeleteAsync("/x"));
        await ShouldFailAsync(ErrorCode.NoNode, "/x", () => client.GetAclAsync("/x"));
        await ShouldFailAsync(ErrorCode.InvalidAcl, "/x", () => client.CreateAsync("/x", Bytes(""), CreateMode.Persistent, []));
    }

    [Fact]
    public async Task Version_zero_is_a_condition_and_null_is_none()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        await client.CreateAsync("/a", Bytes(""), CreateMode.Persistent);
        await client.SetDataAsync("/a", Bytes("1"));

        await ShouldFailAsync(ErrorCode.BadVersion, "/a", () => client.SetDataAsync("/a", Bytes("2"), version: 0));
        await ShouldFailAsync(ErrorCode.BadVersion, "/a", () => client.DeleteAsync("/a", version: 0));
        await client.DeleteAsync("/a", version: null);
    }

    [Fact]
    public async Task Data_comes_back_as_it_was_sent_whatever_its_size()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        foreach (var size in new[] { 0, 1, 4096, 65_537, 1_000_000 })
        {
            var data = new byte[size];
            Random.Shared.NextBytes(data);
            var path = $"/n{size}";
            await client.CreateAsync(path, data, CreateMode.Persistent);
            (await client.GetDataAsync(path)).Data.ShouldBe(data);
        }
    }

    [Fact]
    public async Task Request_above_the_servers_limit_fails_alone_and_is_not_sent()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        var session = await SessionOfAsync(client);
        await ShouldFailAsync(ErrorCode.BadArguments, "/big", () => client.CreateAsync("/big", new byte[0x100000], CreateMode.Persistent));
        (await client.ExistsAsync("/big")).ShouldBeNull();
        client.SessionId.ShouldBe(session);
    }

    [Fact]
    public async Task Chroot_is_put_before_requests_and_taken_off_answers()
    {
        var connectString = await zooKeeper.NewChrootAsync();
        var chroot = ConnectString.Parse(connectString).Chroot;
        await using var inside = New(connectString);
        await using var outside = New(zooKeeper.Server.ConnectString);

        (await inside.CreateAsync("/a", Bytes("x"), CreateMode.Persistent)).ShouldBe("/a");
        (await outside.GetDataAsync($"{chroot}/a")).Data.ShouldBe(Bytes("x"));
        var events = new EventRecorder<WatchedEvent>();
        await inside.GetChildrenAsync("/", events.Record);
        await outside.CreateAsync($"{chroot}/b", Bytes(""), CreateMode.Persistent);
        (await events.NextAsync()).ShouldBe(new(WatchEventType.ChildrenChanged, "/"));
        var results = await inside.MultiAsync([new Operation.Create("/c-", Bytes(""), CreateMode.PersistentSequential)]);
        results[0].Path.ShouldBe("/c-0000000002");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("/a/")]
    [InlineData("//a")]
    [InlineData("/a/../b")]
    [InlineData("/a\0b")]
    public async Task Requests_refuse_paths_that_no_server_would_take(string path)
    {
        await using var client = New("127.0.0.1:1");
        (await Should.ThrowAsync<ArgumentException>(() => client.GetDataAsync(path))).Message.ShouldContain("not a ZooKeeper path");
    }

    [Fact]
    public async Task Sync_succeeds_for_a_node()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        await client.SyncAsync("/");
        (await client.ExistsAsync("/")).ShouldNotBeNull();
    }

    private static async Task<long> SessionOfAsync(IZooKeeperClient client)
    {
        await client.ExistsAsync("/");
        return client.SessionId;
    }

    private static async Task ShouldFailAsync(ErrorCode code, string path, Func<Task> request)
    {
        var failure = await Should.ThrowAsync<ZooKeeperException>(request);
        failure.Code.ShouldBe(code);
        failure.Path.ShouldBe(path);
    }
}
