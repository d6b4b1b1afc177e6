using AtlasHa.Catalog.Storage;
using Microsoft.Data.Sqlite;

namespace AtlasHa.Storage.Tests.Sqlite.Processes;

/// <summary>Who is killed for the write lock, and who is not.</summary>
public sealed class FenceTests : IAsyncDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan GiveUp = TimeSpan.FromMilliseconds(400);

    private readonly SqliteFile _file = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    [Fact]
    public async Task Claim_kills_the_superseded_process_that_was_stopped_with_the_lock()
    {
        await using var stalled = _file.StartWriter("stall", 1);
        await stalled.UntilAsync("holding");
        stalled.Pause();
        await using var store = _file.Open(Soon);

        (await store.TryClaimEpochAsync(2, "id2", Token).Within()).ShouldBeTrue();

        await stalled.EndAsync();
        (await _file.WrittenAsync()).ShouldBe([(1, 1)], "what was acknowledged stays, what was open is rolled back");
        var line = _file.Fencings.ShouldHaveSingleItem();
        line.ShouldStartWith($"Warning: Killing process {stalled.Pid} ");
        line.ShouldContain("epoch 1");
    }

    [Fact]
    public async Task Writer_kills_the_superseded_process_that_took_the_lock_after_the_claim()
    {
        await using var late = _file.StartWriter("hold", 1);
        await late.UntilAsync("claimed");
        await using var store = _file.Open(Soon);
        (await store.TryClaimEpochAsync(2, "id2", Token).Within()).ShouldBeTrue();
        await late.GoOnAsync();
        await late.UntilAsync("holding");
        late.Pause();

        await using (var writer = await store.BeginWriteAsync(2, Token).Within())
            await writer.CommitAsync(Token);

        await late.EndAsync();
        _file.Fencings.ShouldHaveSingleItem().ShouldContain($"Killing process {late.Pid} ");
    }

    [Fact]
    public async Task Process_of_the_current_epoch_is_not_killed_by_a_stale_writer()
    {
        await using var store = _file.Open(Soon, GiveUp);
        await store.InitializeAsync(Token);
        await store.TryClaimEpochAsync(1, "id1", Token);
        await using var current = _file.StartWriter("stall", 2);
        await current.UntilAsync("holding");

        var refused = await Should.ThrowAsync<StoreUnavailableException>(store.BeginWriteAsync(1, Token).Within());

        refused.Message.ShouldContain($"process {current.Pid}, instance process-{current.Pid} of epoch 2, holds it");
        current.IsRunning.ShouldBeTrue();
        _file.Fencings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Foreign_process_is_named_and_not_killed()
    {
        await using var store = _file.Open(Soon, GiveUp);
        await store.InitializeAsync(Token);
        await using var foreign = _file.StartWriter("hold");
        await foreign.GoOnAsync();
        await foreign.UntilAsync("holding");

        var refused = await Should.ThrowAsync<StoreUnavailableException>(store.TryClaimEpochAsync(1, "id1", Token).Within());

        refused.OutcomeUnknown.ShouldBeFalse();
        refused.Message.ShouldContain($"process {foreign.Pid} holds it and is no instance that claimed an epoch");
        foreign.IsRunning.ShouldBeTrue();
        _file.Fencings.ShouldBeEmpty();
        (await store.ReadEpochAsync(Token)).Epoch.ShouldBe(0);
    }

    [Fact]
    public async Task This_process_is_named_and_not_killed()
    {
        await using var store = _file.Open(Soon, GiveUp);
        await store.InitializeAsync(Token);
        await store.TryClaimEpochAsync(1, "id1", Token);
        using var other = new SqliteConnection($"Data Source={_file.Location};Pooling=False");
        other.Open();
        using var transaction = other.BeginTransaction();

        var refused = await Should.ThrowAsync<StoreUnavailableException>(store.TryClaimEpochAsync(2, "id2", Token).Within());

        refused.Message.ShouldContain($"this very process ({Environment.ProcessId}) holds it");
        _file.Fencings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Claim_ends_when_it_is_cancelled_while_it_waits()
    {
        await using var store = _file.Open(TimeSpan.FromSeconds(1));
        await store.InitializeAsync(Token);
        await store.TryClaimEpochAsync(1, "id1", Token);
        await using var writer = await store.BeginWriteAsync(1, Token);
        await using var second = _file.Open(TimeSpan.FromSeconds(1));
        using var cancelled = new CancellationTokenSource();

        var claim = second.TryClaimEpochAsync(2, "id2", cancelled.Token);
        claim.IsCompleted.ShouldBeFalse();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(claim.Within());
        (await store.ReadEpochAsync(Token)).Epoch.ShouldBe(1);
    }
}
