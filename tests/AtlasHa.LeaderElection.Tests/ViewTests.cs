using AtlasHa.LeaderElection.Nodes;
using AtlasHa.LeaderElection.Tests.Harness;
using AtlasHa.TestKit;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.LeaderElection.Tests;

public sealed class ViewTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Views_ignore_an_address_that_somebody_forged()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var reader = NewReader(cluster);
        var epoch = NodeData.Encode(0);
        await cluster.Operator.CreateAsync("/apache_atlas", epoch, CreateMode.Persistent);
        await cluster.Operator.CreateAsync(cluster.Paths.Address, "http://evil:1"u8.ToArray(), CreateMode.Persistent);
        var entered = new TaskCompletionSource();
        var handler = new ScriptedHandler("catalogue", 100, []) { OnActivate = (_, _) => entered.Task };
        var instance = await cluster.StartAsync("id1", handler);
        var seen = await UntilAsync(reader, view => view.Instances.Count == 1);
        seen.Active.ShouldBeNull();

        // The elected instance replaces what it finds there.
        entered.SetResult();
        await instance.UntilActiveAsync();
        (await UntilAsync(reader, view => view.Active is not null)).Active!.Url.ShouldBe(new Uri("http://id1:21000"));
    }

    [Fact]
    public async Task Active_puts_its_address_right_when_somebody_has_overwritten_it()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var instance = await cluster.StartAsync("id1");
        await instance.UntilActiveAsync();
        await cluster.Operator.SetDataAsync(cluster.Paths.Address, "http://evil:1"u8.ToArray());

        await Eventually.TrueAsync("the address is right", async () => await cluster.ReadTextAsync(cluster.Paths.Address) == "http://id1:21000");
        instance.Observer.Current.Term!.Epoch.ShouldBe(1);
    }

    [Fact]
    public async Task Reader_follows_terms_without_taking_part()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var reader = NewReader(cluster);
        await UntilAsync(reader, view => view.Connected);
        reader.Current.Self.ShouldBeNull();
        reader.SinceLastContact.ShouldNotBeNull();

        var first = await cluster.StartQueuedAsync("id1");
        var second = await cluster.StartQueuedAsync("id2");
        await UntilAsync(reader, view => view is { Active.Id: "id1", Active.Epoch: 1, HighestEpoch: 1, Instances.Count: 2 });
        await first.StopAsync();
        await UntilAsync(reader, view => view is { Active.Id: "id2", Active.Epoch: 2, HighestEpoch: 2, Instances.Count: 1 });
        await second.StopAsync();
        await UntilAsync(reader, view => view is { Active: null, Instances.Count: 0 });
        reader.Current.Role.ShouldBe(RoleState.Passive);
    }

    [Fact]
    public async Task Reader_ignores_a_registration_that_it_cannot_read_until_it_can()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var reader = NewReader(cluster);
        var instance = await cluster.StartAsync("id1");
        await instance.UntilActiveAsync();
        await cluster.Operator.CreateAsync(cluster.Paths.Instance("broken"), "{"u8.ToArray(), CreateMode.Ephemeral);
        await cluster.StartAsync("id2");
        await UntilAsync(reader, view => view.Instances.Count == 2);

        var mended = new InstanceInfo("broken", new Uri("http://b:1"), null, "1", new Dictionary<string, string>(), DateTimeOffset.UnixEpoch, null);
        await cluster.Operator.SetDataAsync(cluster.Paths.Instance("broken"), NodeData.Encode(mended));
        await UntilAsync(reader, view => view.Instances.ContainsKey("broken"));
    }

    private static ElectionReader NewReader(ElectionCluster cluster)
        => new(cluster.NewFactory(), ElectionReader.DefaultZkRoot, TimeProvider.System, NullLogger<ElectionReader>.Instance);

    private static async Task<ElectionView> UntilAsync(ElectionReader reader, Func<ElectionView, bool> condition)
        => await reader.WaitForAsync(condition, TestTimeouts.Short, CancellationToken.None)
            ?? throw new TimeoutException($"not within {TestTimeouts.Short}; last view: {reader.Current}");
}
