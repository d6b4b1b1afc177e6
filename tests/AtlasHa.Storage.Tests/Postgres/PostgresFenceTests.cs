using AtlasHa.Catalog.Storage;
using AtlasHa.Storage.Postgres;
using Npgsql;

namespace AtlasHa.Storage.Tests.Postgres;

/// <summary>Whose database session is ended for the turn to write, and whose is not.</summary>
public sealed class PostgresFenceTests(PostgresServer server) : IAsyncLifetime, IClassFixture<PostgresServer>
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan GiveUp = TimeSpan.FromMilliseconds(400);

    private readonly PostgresRaceDatabase _database = new(server);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Claim_ends_the_session_of_the_superseded_process_that_was_stopped_in_the_middle_of_a_write()
    {
        await using var stalled = _database.StartWriter("stall", 1);
        await stalled.UntilAsync("holding");
        stalled.Pause();
        await using var store = _database.Open(Soon);

        (await store.TryClaimEpochAsync(2, "id2", Token).Within()).ShouldBeTrue();

        (await _database.WrittenAsync()).ShouldBe([(1, 1)], "what was acknowledged stays, what was open is rolled back");
        _database.Fencings.ShouldHaveSingleItem().ShouldContain("atlas-ha epoch 1");
        stalled.Resume();
        stalled.CloseInput();
        (await stalled.EndAsync()).ShouldBe(0);
        stalled.Reported("written").ShouldBe([1], "its late commit was refused");
        (await _database.WrittenAsync()).ShouldBe([(1, 1)]);
    }

    [Fact]
    public async Task Session_of_the_current_epoch_is_named_and_not_ended_by_a_stale_writer()
    {
        await using var current = _database.StartWriter("stall", 2);
        await current.UntilAsync("holding");
        await using var store = _database.Stores.OpenWith(fenceAfter: Soon, busyTimeout: GiveUp);

        var refused = await Should.ThrowAsync<StoreUnavailableException>(store.BeginWriteAsync(1, Token).Within());

        refused.OutcomeUnknown.ShouldBeFalse();
        refused.Message.ShouldContain("'atlas-ha epoch 2'");
        current.CloseInput();
        await current.EndAsync();
        current.Reported("written").ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Session_that_is_no_writer_is_named_and_not_ended()
    {
        await using var store = await OpenAtEpochAsync(1);
        await using var foreign = await LockEpochAsync("backup");

        var refused = await Should.ThrowAsync<StoreUnavailableException>(store.TryClaimEpochAsync(2, "id2", Token).Within());

        refused.Message.ShouldContain($"backend {foreign.ProcessID} ('backup', user atlas) is in the way: see what it is in pg_stat_activity");
        await using var still = new NpgsqlCommand("COMMIT", foreign);
        await still.ExecuteNonQueryAsync(Token);
        (await store.TryClaimEpochAsync(2, "id2", Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task Session_that_this_user_may_not_end_is_named_with_what_to_do()
    {
        await using var owner = await OpenAtEpochAsync(1);
        await using var frozen = await owner.BeginWriteAsync(1, Token);
        await _database.Stores.ExecuteAsync("CREATE ROLE other LOGIN; GRANT ALL ON ALL TABLES IN SCHEMA public TO other");
        await using var store = _database.Stores.OpenWith($"{_database.Stores.ConnectionString};Username=other", Soon, GiveUp);

        var refused = await Should.ThrowAsync<StoreUnavailableException>(store.TryClaimEpochAsync(2, "id2", Token).Within());

        refused.Message.ShouldContain("but this user may not end it: SELECT pg_terminate_backend(");
        await frozen.CommitAsync(Token);
    }

    [Fact]
    public async Task Claim_ends_when_it_is_cancelled_while_it_waits()
    {
        await using var first = await OpenAtEpochAsync(1);
        await using var writer = await first.BeginWriteAsync(1, Token);
        await using var second = _database.Open(Deadline.Generous / 4);
        using var cancelled = new CancellationTokenSource();

        var claim = second.TryClaimEpochAsync(2, "id2", cancelled.Token);
        claim.IsCompleted.ShouldBeFalse();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(claim.Within());
        await writer.CommitAsync(Token);
        (await first.ReadEpochAsync(Token)).Epoch.ShouldBe(1);
    }

    private async Task<PostgresCatalogStore> OpenAtEpochAsync(long epoch)
    {
        var store = _database.Stores.OpenWith(fenceAfter: Soon, busyTimeout: GiveUp);
        await store.InitializeAsync(Token);
        (await store.TryClaimEpochAsync(epoch, "id1", Token)).ShouldBeTrue();
        return store;
    }

    private async Task<NpgsqlConnection> LockEpochAsync(string application)
    {
        var connection = await _database.Stores.ConnectAsync(application);
        await using var command = new NpgsqlCommand("BEGIN; SELECT epoch FROM epoch FOR UPDATE", connection);
        await command.ExecuteNonQueryAsync(Token);
        return connection;
    }
}
