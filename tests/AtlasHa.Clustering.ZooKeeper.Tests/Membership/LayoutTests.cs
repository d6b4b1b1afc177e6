using System.Text;
using AtlasHa.Clustering.ZooKeeper.Tests.Harness;
using AtlasHa.TestKit;
using AtlasHa.ZooKeeper;

namespace AtlasHa.Clustering.ZooKeeper.Tests.Membership;

/// <summary>Upstream's layout, seen with a plain client.</summary>
public sealed class LayoutTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Table_lies_where_upstream_puts_it()
    {
        var chroot = await zooKeeper.NewChrootAsync();
        await using var host = new TableHost("cluster", chroot);
        await host.Table.InitializeMembershipTableAsync(true);
        var table = await host.Table.AddAsync(Rows.Silo(1));

        await using var client = Sessions.Factory(chroot).Create();
        (await client.GetChildrenAsync("/")).Children.ShouldBe(["cluster"]);
        var root = await client.GetChildrenAsync("/cluster");
        root.Children.ShouldBe(["10.0.0.1:11111@1001"]);
        root.Stat.EphemeralOwner.ShouldBe(0);
        root.Stat.Version.ShouldBe(table.Version.Version);
        table.Version.VersionEtag.ShouldBe(root.Stat.Version.ToString());
        (await client.GetChildrenAsync("/cluster/10.0.0.1:11111@1001")).Children.ShouldBe(["IAmAlive"]);

        var row = await client.GetDataAsync("/cluster/10.0.0.1:11111@1001");
        row.Stat.EphemeralOwner.ShouldBe(0);
        row.Stat.Version.ToString().ShouldBe(table.Row(1).Item2);
        Encoding.UTF8.GetString(row.Data).ShouldStartWith("""{"SiloAddress":{"SiloAddress":"10.0.0.1:11111@1001"},""");
        Encoding.UTF8.GetString((await client.GetDataAsync("/cluster/10.0.0.1:11111@1001/IAmAlive")).Data).ShouldBe("\"2026-08-01T09:31:05Z\"");
    }

    [Fact]
    public async Task Row_that_upstream_wrote_is_read_and_updated()
    {
        var chroot = await zooKeeper.NewChrootAsync();
        await using var host = new TableHost("cluster", chroot);
        await host.Table.InitializeMembershipTableAsync(true);
        await using var client = Sessions.Factory(chroot).Create();
        await client.MultiAsync(
        [
            new Operation.SetData("/cluster", ReadOnlyMemory<byte>.Empty, 0),
            new Operation.Create(
                "/cluster/10.0.0.1:11111@1001",
                """{"SiloAddress":{"SiloAddress":"10.0.0.1:11111@1001"},"HostName":"host1","SiloName":"silo1","InstanceName":"silo1","Status":"Active","ProxyPort":30000,"StartTime":"2026-08-01T09:30:05Z","SuspectTimes":[]}"""u8.ToArray(),
                CreateMode.Persistent),
            new Operation.Create("/cluster/10.0.0.1:11111@1001/IAmAlive", "\"2026-08-01T09:31:05Z\""u8.ToArray(), CreateMode.Persistent),
        ]);

        var table = await host.Table.ReadAllAsync();

        Rows.Text(table.Row(1).Item1).ShouldBe(Rows.Text(Rows.Silo(1)));
        (await host.Table.UpdateRowAsync(Rows.Silo(1, SiloStatus.Dead), table.Row(1).Item2, table.Version.Next())).ShouldBeTrue();
    }

    [Fact]
    public async Task Initialize_creates_the_whole_path_of_the_connection_string()
    {
        var chroot = await zooKeeper.NewChrootAsync();
        await using var first = new TableHost("a", $"{chroot}/not/there/yet");
        await using var second = new TableHost("b", $"{chroot}/not/there/yet");

        await Task.WhenAll(first.Table.InitializeMembershipTableAsync(true), second.Table.InitializeMembershipTableAsync(true));

        await using var client = Sessions.Factory(chroot).Create();
        (await client.GetChildrenAsync("/not/there/yet")).Children.Order().ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Nothing_is_created_when_initialize_is_told_not_to()
    {
        var chroot = await zooKeeper.NewChrootAsync();
        await using var host = new TableHost("cluster", chroot);

        await host.Table.InitializeMembershipTableAsync(false);

        var failure = await Should.ThrowAsync<ZooKeeperException>(() => host.Table.ReadAllAsync());
        failure.Code.ShouldBe(ErrorCode.NoNode);
        failure.Message.ShouldContain("no membership table");
        failure = await Should.ThrowAsync<ZooKeeperException>(() => host.Table.InsertRowAsync(Rows.Silo(1), new TableVersion(1, "0")));
        failure.Code.ShouldBe(ErrorCode.NoNode);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("/")]
    [InlineData("..")]
    public async Task Delete_refuses_a_name_that_reaches_beyond_one_cluster(string clusterId)
    {
        var chroot = await zooKeeper.NewChrootAsync();
        await using var host = new TableHost("cluster", chroot);
        await host.Table.InitializeMembershipTableAsync(true);

        await Should.ThrowAsync<ArgumentException>(() => host.Table.DeleteMembershipTableEntriesAsync(clusterId));

        (await host.Table.ReadAllAsync()).Members.ShouldBeEmpty();
    }
}
