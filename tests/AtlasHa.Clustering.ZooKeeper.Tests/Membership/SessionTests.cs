using AtlasHa.Clustering.ZooKeeper.Tests.Harness;
using AtlasHa.TestKit;
using AtlasHa.ZooKeeper;

namespace AtlasHa.Clustering.ZooKeeper.Tests.Membership;

/// <summary>One session for a table's whole life, unless it ends. Each test has its own server, to count and to stop.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private static readonly TimeSpan ShortSession = TimeSpan.FromSeconds(1);

    // Longer than a server takes to start on a busy machine.
    private static readonly TimeSpan LongSession = TimeSpan.FromMinutes(1);

    private ZooKeeperServerProcess _server = null!;

    public async ValueTask InitializeAsync()
    {
        ZooKeeperFixture.SkipUnlessAvailable();
        _server = await ZooKeeperServerProcess.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task Table_uses_one_session_for_everything_and_closes_it_in_the_end()
    {
        string session;
        var host = new TableHost("cluster", _server.ConnectString);
        await using (host)
        {
            await host.Table.InitializeMembershipTableAsync(true);
            var before = await Sessions.ConnectedAsync(_server);
            session = before.ShouldHaveSingleItem()["sid=".Length..];
            (await _server.FourLetterAsync("dump")).ShouldContain(session);

            await host.Table.AddAsync(Rows.Silo(1));
            await host.Table.UpdateIAmAliveAsync(Rows.Silo(1));
            await host.Table.ReadRowAsync(Rows.Address(1));
            await host.Table.CleanupDefunctSiloEntriesAsync(DateTimeOffset.UtcNow);

            (await Sessions.ConnectedAsync(_server)).ShouldBe(before);
        }

        // Closed on the server and not only disconnected: the session itself is gone.
        (await _server.FourLetterAsync("dump")).ShouldNotContain(session);
        await Should.ThrowAsync<ObjectDisposedException>(() => host.Table.ReadAllAsync());
    }

    [Fact]
    public async Task Table_keeps_working_on_the_same_session_when_the_server_restarts()
    {
        var sessions = new FaultySessions(Sessions.Factory(_server.ConnectString, LongSession));
        await using var host = new TableHost("cluster", sessions, LongSession);
        await host.Table.InitializeMembershipTableAsync(true);
        var before = await host.Table.AddAsync(Rows.Silo(1));

        await _server.RestartAsync();

        Rows.Text(await host.Table.ReadAllAsync()).ShouldBe(Rows.Text(before));
        sessions.Made.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Table_keeps_working_on_a_new_session_when_the_old_one_has_expired()
    {
        var sessions = new FaultySessions(Sessions.Factory(_server.ConnectString, ShortSession));
        await using var host = new TableHost("cluster", sessions);
        await host.Table.InitializeMembershipTableAsync(true);
        var before = await host.Table.AddAsync(Rows.Silo(1));

        await _server.KillAsync();
        await Eventually.TrueAsync("the session expires", () => sessions.Made[0].State == SessionState.Expired);
        await _server.StartAgainAsync();

        Rows.Text(await host.Table.ReadAllAsync()).ShouldBe(Rows.Text(before));
        (await host.Table.UpdateRowAsync(Rows.Silo(1, SiloStatus.Dead), before.Row(1).Item2, before.Version.Next())).ShouldBeTrue();
        await host.Table.UpdateIAmAliveAsync(Rows.Silo(1));
        sessions.Made.Count.ShouldBe(2);
        sessions.Made[1].SessionId.ShouldNotBe(sessions.Made[0].SessionId);
    }

    [Fact]
    public async Task Write_that_waits_for_a_server_is_done_when_the_server_comes_back()
    {
        await using var host = new TableHost("cluster", Sessions.Factory(_server.ConnectString, LongSession), LongSession);
        await host.Table.InitializeMembershipTableAsync(true);
        var version = (await host.Table.ReadAllAsync()).Version.Next();

        await _server.KillAsync();
        var inserting = host.Table.InsertRowAsync(Rows.Silo(1), version);
        await _server.StartAgainAsync();

        (await Eventually.DoneAsync("the row is inserted", inserting, TestTimeouts.Long)).ShouldBeTrue();
        (await host.Table.ReadAllAsync()).Version.Version.ShouldBe(version.Version);
    }

    [Fact]
    public async Task Operations_fail_and_do_not_hang_when_no_server_comes_back()
    {
        await using var host = new TableHost("cluster", Sessions.Factory(_server.ConnectString, ShortSession), ShortSession);
        await host.Table.InitializeMembershipTableAsync(true);
        await _server.KillAsync();

        var reading = Should.ThrowAsync<ZooKeeperException>(() => host.Table.ReadAllAsync());
        var writing = Should.ThrowAsync<ZooKeeperException>(() => host.Table.InsertRowAsync(Rows.Silo(1), new TableVersion(1, "0")));

        (await Eventually.DoneAsync("the read fails", reading)).OutcomeUnknown.ShouldBeTrue();
        (await Eventually.DoneAsync("the write fails", writing)).OutcomeUnknown.ShouldBeTrue();
    }
}
