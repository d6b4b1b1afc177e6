using AtlasHa.TestKit;
using static AtlasHa.ZooKeeper.Tests.Clients;

namespace AtlasHa.ZooKeeper.Tests;

public sealed class MultiTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Multi_applies_every_operation_and_gives_each_ones_result()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        await client.CreateAsync("/old", Bytes(""), CreateMode.Persistent);
        await client.CreateAsync("/set", Bytes(""), CreateMode.Persistent);

        var results = await client.MultiAsync(
        [
            new Operation.Check("/set", 0),
            new Operation.Create("/new", Bytes("x"), CreateMode.Ephemeral),
            new Operation.Create("/box", Bytes(""), CreateMode.Container),
            new Operation.SetData("/set", Bytes("y"), 0),
            new Operation.Delete("/old"),
        ]);

        results.Count.ShouldBe(5);
        results[0].ShouldBe(new(null, null));
        results[1].Path.ShouldBe("/new");
        results[2].Path.ShouldBe("/box");
        results[3].Stat!.Version.ShouldBe(1);
        results[4].ShouldBe(new(null, null));
        var created = (await client.ExistsAsync("/new"))!;
        created.CreatedZxid.ShouldBe(results[3].Stat!.ModifiedZxid, "one transaction has one zxid");
        created.EphemeralOwner.ShouldBe(client.SessionId);
        (await client.GetChildrenAsync("/")).Children.ShouldBe(["new", "box", "set"], ignoreOrder: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Multi_applies_nothing_and_names_the_operation_that_failed(int failing)
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        await client.CreateAsync("/a", Bytes(""), CreateMode.Persistent);
        var operations = new List<Operation>
        {
            new Operation.Create("/x", Bytes(""), CreateMode.Persistent),
            new Operation.SetData("/a", Bytes("changed")),
        };
        operations.Insert(failing, new Operation.Check("/a", 42));

        var failure = await Should.ThrowAsync<ZooKeeperMultiException>(() => client.MultiAsync(operations));

        failure.Code.ShouldBe(ErrorCode.BadVersion);
        failure.Path.ShouldBe("/a");
        failure.FailedIndex.ShouldBe(failing);
        failure.OutcomeUnknown.ShouldBeFalse();
        (await client.ExistsAsync("/x")).ShouldBeNull();
        (await client.GetDataAsync("/a")).Data.ShouldBeEmpty();
    }

    [Fact]
    public async Task Multi_fails_with_the_code_of_each_kind_of_operation()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        await FailsAsync(client, ErrorCode.NoNode, new Operation.Delete("/none"));
        await FailsAsync(client, ErrorCode.NoNode, new Operation.SetData("/none", Bytes("")));
        await FailsAsync(client, ErrorCode.NoNode, new Operation.Check("/none"));
        await FailsAsync(client, ErrorCode.NoNode, new Operation.Create("/none/child", Bytes(""), CreateMode.Persistent));
    }

    [Fact]
    public async Task Multi_of_nothing_succeeds()
    {
        await using var client = New(await zooKeeper.NewChrootAsync());
        (await client.MultiAsync([])).ShouldBeEmpty();
    }

    private static async Task FailsAsync(IZooKeeperClient client, ErrorCode code, Operation operation)
        => (await Should.ThrowAsync<ZooKeeperMultiException>(() => client.MultiAsync([operation]))).Code.ShouldBe(code);
}
