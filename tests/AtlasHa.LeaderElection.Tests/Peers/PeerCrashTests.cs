using AtlasHa.LeaderElection.Peers;
using AtlasHa.LeaderElection.Tests.Harness;
using AtlasHa.TestKit;

namespace AtlasHa.LeaderElection.Tests.Peers;

/// <summary>A crash of the active that its peers prove. Its session would last a minute longer, so only the proof explains what follows.</summary>
public sealed class PeerCrashTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Successor_is_active_while_the_session_of_the_crashed_active_still_lives()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var crashed = await ScriptedActive.StartAsync(cluster, "id1");
        using var logs = new CapturedLogs();
        var successor = await Watching.StartAsync(cluster, crashed, "id2", logs);

        await crashed.CloseEverythingAsync();

        await successor.UntilActiveAsync();
        (await crashed.SessionLivesAsync(zooKeeper)).ShouldBeTrue();
        await successor.UntilAsync("does not see id1 any more", view => !view.Instances.ContainsKey("id1"));
        (await cluster.LatchOfAsync("id1")).ShouldBeNull();
        (await cluster.ReadTextAsync(cluster.Paths.Address)).ShouldBe("http://id2:21000");
        await successor.UntilCrashesAsync(1);
        successor.Crashes.ShouldBe([new PeerCrash("id1", crashed.Info.SiloAddress!, 1)]);
        logs.Lines.Count(line => line.Contains("Crash of id1 noticed by id2", StringComparison.Ordinal)).ShouldBe(1);
        await Eventually.TrueAsync("the history says who noticed", async ()
            => await successor.Cluster.ReadHistoryAsync(CancellationToken.None) is [.., { Reason: "crash noticed by id2" }]);
    }

    [Fact]
    public async Task One_of_two_passives_removes_the_nodes_when_both_notice()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var crashed = await ScriptedActive.StartAsync(cluster, "id1");
        using var logs = new CapturedLogs();
        TestInstance[] passives = [await Watching.StartAsync(cluster, crashed, "id2", logs), await Watching.StartAsync(cluster, crashed, "id3", logs)];

        await crashed.CloseEverythingAsync();

        await passives[0].UntilActiveAsync();
        await passives[1].UntilSeesActiveAsync("id2");
        (await crashed.SessionLivesAsync(zooKeeper)).ShouldBeTrue();
        await Eventually.TrueAsync("one of them acted on the crash", () => passives.Sum(passive => passive.Crashes.Count) > 0);
        passives.Sum(passive => passive.Crashes.Count).ShouldBe(1);
        logs.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal)).ShouldBeEmpty();
        logs.Text.ShouldNotContain("could not be removed");
    }

    /// <summary>Without ZooKeeper the nodes of the dead cannot be removed, but nobody need be sent to it.</summary>
    [Fact]
    public async Task Passive_names_no_active_when_it_dies_while_ZooKeeper_is_out_of_reach()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var crashed = await ScriptedActive.StartAsync(cluster, "id1");
        await using var proxy = TcpFaultProxy.To(zooKeeper.Server.Port);
        using var logs = new CapturedLogs();
        var passive = await cluster.StartQueuedAsync(cluster.NewThrough("id2", proxy, TimeSpan.FromMinutes(1), logs));
        await Eventually.TrueAsync("id2 watches id1", () => logs.Text.Contains("id2 watches the active instance id1", StringComparison.Ordinal));
        proxy.Cut();
        await passive.UntilAsync("is out of contact", view => !view.Connected);
        passive.Observer.Current.Active!.Id.ShouldBe("id1");

        await crashed.CloseEverythingAsync();

        await passive.UntilAsync("names no active", view => view.Active is null);
        proxy.Restore();
        await passive.UntilActiveAsync();
    }

    [Fact]
    public async Task Restarted_instance_registers_at_once_although_its_predecessors_session_still_lives()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var crashed = await ScriptedActive.StartAsync(cluster, "id1");
        var successor = await Watching.StartAsync(cluster, crashed, "id2");
        await crashed.CloseEverythingAsync();
        await successor.UntilActiveAsync();

        var restarted = await cluster.StartQueuedAsync("id1");

        await restarted.UntilSeesActiveAsync("id2");
        (await crashed.SessionLivesAsync(zooKeeper)).ShouldBeTrue();
        (await cluster.Operator.ExistsAsync(cluster.Paths.Instance("id1")))!.EphemeralOwner.ShouldBe(restarted.Session.SessionId);
    }

    /// <summary>The silo answers: a process without its peer port is not a dead one.</summary>
    [Fact]
    public async Task Nothing_is_proved_when_only_the_peer_endpoint_refuses()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var living = await ScriptedActive.StartAsync(cluster, "id1");
        var passive = await Watching.StartAsync(cluster, living, "id2");

        await living.ClosePeersAsync();

        await Eventually.TrueAsync("the silo has been asked three times", () => living.SiloConnections >= 3);
        await NothingHasHappenedAsync(cluster, passive);
    }

    /// <summary>What a firewall or a dead link does: connections are taken or lost, and no byte comes.</summary>
    [Fact]
    public async Task Nothing_is_proved_when_the_peer_endpoint_accepts_and_hangs()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        TcpFaultProxy? proxy = null;
        await using var living = await ScriptedActive.StartAsync(cluster, "id1", real => (proxy = TcpFaultProxy.To(real.Port)).ConnectString);
        await using var link = proxy!;
        var passive = await Watching.StartAsync(cluster, living, "id2");
        living.CloseSilo();

        link.Blackhole();
        link.DropConnections();

        var before = link.Accepted;
        await Eventually.TrueAsync("the peer endpoint has been tried five times more", () => link.Accepted >= before + 5);
        await NothingHasHappenedAsync(cluster, passive);

        link.Cut();
        await passive.UntilActiveAsync();
        (await living.SessionLivesAsync(zooKeeper)).ShouldBeTrue("the refusal that came later was a proof");
    }

    /// <summary>Endpoints that this host never reached may refuse for reasons of the network.</summary>
    [Fact]
    public async Task Nothing_is_proved_when_the_endpoints_have_never_answered()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        TcpFaultProxy? proxy = null;
        await using var living = await ScriptedActive.StartAsync(cluster, "id1", real => (proxy = TcpFaultProxy.To(real.Port)).ConnectString);
        await using var link = proxy!;
        link.Cut();
        living.CloseSilo();
        var passive = await cluster.StartQueuedAsync("id2");
        await passive.UntilSeesActiveAsync("id1");

        // The stream comes up once the way is open: so it was tried before in vain, and without harm.
        link.Restore();
        await Eventually.TrueAsync("the stream is up", () => link.Accepted > 0);
        await NothingHasHappenedAsync(cluster, passive);
    }

    private static async Task NothingHasHappenedAsync(ElectionCluster cluster, TestInstance passive)
    {
        (await cluster.LatchOfAsync("id1")).ShouldNotBeNull();
        (await cluster.ReadTextAsync(cluster.Paths.Address)).ShouldBe("http://id1:21000");
        passive.Observer.Current.Active!.Id.ShouldBe("id1");
        passive.Crashes.ShouldBeEmpty();
        cluster.Checker.Terms.ShouldBe(0);
    }
}
