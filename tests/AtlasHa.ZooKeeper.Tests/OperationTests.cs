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
        (await client.GetDataAsync("/a")).Data.ShouldBe(Bytes("one"));
        (await client.SetDataAsync("/a", Bytes("two"), version: 0)).Version.ShouldBe(1);
        (await client.ExistsAsync("/a"))!.CreatedZxid.ShouldBe(created.Stat.CreatedZxid);
        (await client.GetChildrenAsync("/")).Children.ShouldBe(["a"]);
        await client.DeleteAsync("/a", version: 1);
        (await client.ExistsAsync("/a")).ShouldBeNull();
    }
}
