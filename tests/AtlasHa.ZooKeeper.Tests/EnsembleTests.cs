using AtlasHa.TestKit;
using static AtlasHa.ZooKeeper.Tests.Clients;

namespace AtlasHa.ZooKeeper.Tests;

/// <summary>What a session lives through while servers of its ensemble fail.</summary>
public sealed class EnsembleTests
{
    /// <summary>Longer than any restart on a slow machine.</summary>
    private static readonly TimeSpan LongSession = TimeSpan.FromMinutes(5);

    private static readonly ZooKeeperServerOptions Patient = new() { MaxSessionTimeout = LongSession };

    [Fact]
    public async Task Session_moves_to_another_server_when_its_own_dies()
    {
        await using var ensemble = await ZooKeeperEnsemble.StartAsync(Patient);
        await using var client = New(ensemble.ConnectString, LongSession);
        await client.CreateAsync("/mine", Bytes(""), CreateMode.Ephemeral);
        var session = client.SessionId;
        var server = await ensemble.ServerOfAsync(session);

        await ensemble.KillServerAsync(server);

        (await ensemble.ServerOfAsync(session)).ShouldNotBe(server);
        (await UntilAnsweredAsync(() => client.ExistsAsync("/mine")))!.EphemeralOwner.ShouldBe(session);
        client.SessionId.ShouldBe(session);
        await ensemble.RestartServerAsync(server);
        (await ensemble[server].ModeAsync()).ShouldBe("follower");
    }

    [Fact]
    public async Task Session_survives_and_writes_when_the_leader_dies()
    {
        await using var ensemble = await ZooKeeperEnsemble.StartAsync(Patient);
        await using var client = New(ensemble.ConnectString, LongSession);
        await client.CreateAsync("/mine", Bytes(""), CreateMode.Ephemeral);
        var session = client.SessionId;

        var old = await ensemble.KillLeaderAsync();

        (await ensemble.LeaderAsync()).ShouldNotBe(old);
        await UntilAnsweredAsync(() => client.SetDataAsync("/mine", Bytes("after")));
        (await UntilAnsweredAsync(() => client.GetDataAsync("/mine"))).Stat.EphemeralOwner.ShouldBe(session);
    }

    [Fact]
    public async Task Session_moves_to_another_server_when_its_own_freezes()
    {
        // A frozen leader is noticed by the others after syncLimit, 5 s here: the client must look around later than that.
        var timeout = TimeSpan.FromSeconds(15);
        await using var ensemble = await ZooKeeperEnsemble.StartAsync(Patient);
        await using var client = New(ensemble.ConnectString, timeout);
        await client.ExistsAsync("/");
        var states = new EventRecorder<SessionState>();
        client.StateChanged += states.Record;
        var server = await ensemble.ServerOfAsync(client.SessionId);

        ensemble.Pause(server);

        (await states.NextAsync()).ShouldBe(SessionState.Suspended);
        await UntilAnsweredAsync(() => client.ExistsAsync("/"));
        (await ensemble.ServerOfAsync(client.SessionId)).ShouldNotBe(server);
        ensemble.Resume(server);
        await ensemble.RestoreQuorumAsync();
    }

    [Fact]
    public async Task Session_is_suspended_without_a_quorum_and_goes_on_when_it_is_back()
    {
        await using var ensemble = await ZooKeeperEnsemble.StartAsync(Patient);
        await using var client = New(ensemble.ConnectString, LongSession);
        await client.CreateAsync("/mine", Bytes(""), CreateMode.Ephemeral);
        var session = client.SessionId;
        var states = new EventRecorder<SessionState>();
        client.StateChanged += states.Record;

        var survivor = await ensemble.LoseQuorumAsync();
        // The survivor serves until it notices, and the client may have moved to it.
        await Eventually.TrueAsync("the survivor has stopped serving", async () => await ensemble[survivor].ModeAsync() is null);
        await Eventually.TrueAsync("suspended", () => client.State == SessionState.Suspended);
        var waiting = client.SetDataAsync("/mine", Bytes("waited"));
        await using var newcomer = New(ensemble.ConnectString, TimeSpan.FromMilliseconds(500));
        (await Should.ThrowAsync<ZooKeeperException>(() => newcomer.ExistsAsync("/"))).Code.ShouldBe(ErrorCode.ConnectionLoss);
        newcomer.State.ShouldBe(SessionState.Connecting);
        waiting.IsCompleted.ShouldBeFalse();
        client.State.ShouldBe(SessionState.Suspended);

        await ensemble.RestoreQuorumAsync();

        (await Eventually.DoneAsync("the request that waited is answered", waiting, TestTimeouts.Long)).EphemeralOwner.ShouldBe(session);
        client.SessionId.ShouldBe(session);
        states.Rest().ShouldNotContain(SessionState.Expired);
    }

    [Fact]
    public async Task Client_never_connects_to_a_server_that_is_read_only()
    {
        using var logs = new CapturedLogs();
        await using var ensemble = await ZooKeeperEnsemble.StartAsync(Patient with { JvmArguments = ["-Dreadonlymode.enabled=true"] });
        await using var client = New(ensemble.ConnectString, LongSession);
        await client.CreateAsync("/mine", Bytes(""), CreateMode.Ephemeral);
        var session = client.SessionId;
        var survivor = await ensemble.LoseQuorumAsync();
        await Eventually.TrueAsync("the survivor is read-only", async () => await ensemble[survivor].ModeAsync() == "read-only", TestTimeouts.Long);
        await Eventually.TrueAsync("suspended", () => client.State == SessionState.Suspended);
        var states = new EventRecorder<SessionState>();
        client.StateChanged += states.Record;
        await using var newcomer = New(ensemble[survivor].ConnectString, LongSession, logs);

        await Eventually.TrueAsync(
            "the read-only server has turned the newcomer away", () => logs.Text.Contains($"could not connect to {ensemble[survivor].ConnectString}", StringComparison.Ordinal));
        newcomer.State.ShouldBe(SessionState.Connecting);
        client.State.ShouldBe(SessionState.Suspended);
        states.Rest().ShouldBeEmpty();

        await ensemble.RestoreQuorumAsync();
        (await UntilAnsweredAsync(() => client.ExistsAsync("/mine")))!.EphemeralOwner.ShouldBe(session);
        await UntilAnsweredAsync(() => newcomer.ExistsAsync("/"));
    }

    /// <summary>Repeats a harmless request whose answer was lost with a server.</summary>
    private static async Task<T> UntilAnsweredAsync<T>(Func<Task<T>> request)
    {
        while (true)
        {
            try
            {
                return await Eventually.DoneAsync("the request is answered", request(), TestTimeouts.Long);
            }
            catch (ZooKeeperException e) when (e.Code == ErrorCode.ConnectionLoss)
            {
                continue;
            }
        }
    }
}
