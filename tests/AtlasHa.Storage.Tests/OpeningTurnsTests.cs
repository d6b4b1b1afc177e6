using AtlasHa.Storage.Postgres;
using AtlasHa.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace AtlasHa.Storage.Tests;

public sealed class OpeningTurnsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<TaskCompletionSource<int>> _opened = [];

    [Fact]
    public async Task Third_waits_until_one_of_two_is_open()
    {
        using var turns = new OpeningTurns<int>(Open, _time);
        var first = turns.OpenAsync(default);
        var second = turns.OpenAsync(default);
        var third = turns.OpenAsync(default);
        _opened.Count.ShouldBe(2);

        _opened[1].SetResult(2);
        await Eventually.TrueAsync("the third opens", () => Task.FromResult(_opened.Count == 3));
        _opened[0].SetException(new IOException("gone"));
        _opened[2].SetResult(3);

        (await second, await third).ShouldBe((2, 3));
        await Should.ThrowAsync<IOException>(first);
    }

    [Fact]
    public async Task Nobody_waits_for_a_server_that_does_not_answer()
    {
        using var turns = new OpeningTurns<int>(Open, _time);
        var hanging = new[] { turns.OpenAsync(default), turns.OpenAsync(default) };
        var third = turns.OpenAsync(default);

        _time.Advance(OpeningTurns<int>.Patience);
        await Eventually.TrueAsync("the third opens without a turn", () => Task.FromResult(_opened.Count == 3));
        _opened[2].SetResult(3);
        (await third).ShouldBe(3);

        // It had no turn to give back.
        var fourth = turns.OpenAsync(default);
        _opened.Count.ShouldBe(3);
        _opened.ForEach(each => each.TrySetResult(0));
        await Eventually.DoneAsync("the hanging ones end", Task.WhenAll(hanging));
        await Eventually.TrueAsync("the fourth opens", () => Task.FromResult(_opened.Count == 4));
        _opened[3].SetResult(4);
        (await fourth).ShouldBe(4);
    }

    [Fact]
    public async Task Caller_who_gives_up_opens_nothing()
    {
        using var turns = new OpeningTurns<int>(Open, _time);
        using var given = new CancellationTokenSource();
        _ = turns.OpenAsync(default);
        _ = turns.OpenAsync(default);
        var third = turns.OpenAsync(given.Token);

        await given.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(third);
        _opened.Count.ShouldBe(2);
        _opened.ForEach(each => each.SetResult(0));
    }

    private ValueTask<int> Open(CancellationToken cancellationToken)
    {
        var opened = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_opened)
            _opened.Add(opened);
        return new(opened.Task);
    }
}
