namespace AtlasHa.Storage.Tests.Processes;

/// <summary>What every store promises to writers of different epochs in processes of their own.</summary>
public abstract class RaceContract(IRaceDatabase database) : IAsyncLifetime
{
    private const int Superseded = 3;
    private const int KilledBySignal = 128 + 9;
    private static readonly TimeSpan Never = Deadline.Generous / 2;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Two_racing_writers_never_both_write_and_no_acknowledged_write_is_lost()
    {
        await using var first = database.StartWriter("write", 1);
        await first.UntilAsync("written", 20);
        await using var second = database.StartWriter("write", 2);
        await second.UntilAsync("written", 20);

        (await first.EndAsync()).ShouldBe(Superseded);
        first.Reported("superseded").ShouldBe([2]);
        second.Kill();
        await second.EndAsync();

        var written = await database.WrittenAsync();
        var ofFirst = written.Count(row => row.Epoch == 1);
        written.Take(ofFirst).ShouldAllBe(row => row.Epoch == 1, "every write of epoch 1 comes before every write of epoch 2");
        second.Reported("found").ShouldBe([ofFirst], "nothing of epoch 1 was committed after the claim of epoch 2");
        first.Reported("written").Except(await NumbersOfAsync(1)).ShouldBeEmpty();
        second.Reported("written").Except(await NumbersOfAsync(2)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_acknowledged_write_is_there_when_the_writer_is_killed()
    {
        await using var writer = database.StartWriter("write", 1);
        await writer.UntilAsync("written", 100);
        writer.Kill();
        (await writer.EndAsync()).ShouldBe(KilledBySignal);

        await using var store = database.Open(Never);
        (await store.TryClaimEpochAsync(2, "id2", Token)).ShouldBeTrue();

        var acknowledged = writer.Reported("written");
        var written = await NumbersOfAsync(1);
        acknowledged.Except(written).ShouldBeEmpty();
        written.Except(acknowledged).Count().ShouldBeLessThanOrEqualTo(1, "only the write in flight may be there unacknowledged");
    }

    [Theory]
    [InlineData(10)]
    [InlineData(23)]
    [InlineData(37)]
    public async Task Writer_that_was_stopped_anywhere_and_goes_on_writes_nothing_more(int after)
    {
        await using var writer = database.StartWriter("write", 1);
        await writer.UntilAsync("written", after);
        writer.Pause();
        await using var store = database.Open(fenceAfter: TimeSpan.FromMilliseconds(50));

        (await store.TryClaimEpochAsync(2, "id2", Token).Within()).ShouldBeTrue();
        var atClaim = await database.WrittenAsync();
        if (writer.IsRunning)
            writer.Resume();

        // Where it was stopped decides: with the lock it was fenced, without it went on and was refused.
        var exitCode = await writer.EndAsync();
        exitCode.ShouldBe(database.FencingKills && database.Fencings.Count > 0 ? KilledBySignal : Superseded);
        (await database.WrittenAsync()).ShouldBe(atClaim);
        writer.Reported("written").Except(await NumbersOfAsync(1)).ShouldBeEmpty();
    }

    private async Task<IReadOnlyList<long>> NumbersOfAsync(long epoch) =>
        [.. (await database.WrittenAsync()).Where(row => row.Epoch == epoch).Select(row => row.Number)];
}
