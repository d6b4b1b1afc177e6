using System.Collections.Concurrent;
using System.Diagnostics;
using AtlasHa.TestKit;

namespace AtlasHa.Bench.Calls;

/// <summary>
/// One caller's calls at a fixed pace, each begun on time whether or not the earlier ones are answered, so that one call that hangs hides
/// nothing. Bounded: a call that would be one of more than <see cref="MaxInFlight"/> at once is not made, but counted.
/// </summary>
internal sealed class CallSeries(ICaller caller, TimeSpan pace) : IAsyncDisposable
{
    private const int MaxInFlight = 4000;

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Call> _calls = new();
    /// <summary>Calls under way, and when they began.</summary>
    private readonly ConcurrentDictionary<Task, long> _open = new();
    private readonly SemaphoreSlim _answered = new(0);
    private Task _loop = Task.CompletedTask;
    private long _notMade;

    public string Name => caller.Name;

    /// <summary>Calls that were due while too many were open.</summary>
    public long NotMade => Interlocked.Read(ref _notMade);

    /// <summary>Begins to call and returns after the first good answer.</summary>
    public async Task StartAsync(TimeSpan deadline)
    {
        _loop = LoopAsync();
        await FirstAnswerAsync(0, notFrom: null, deadline);
    }

    /// <summary>The first good answer to a call begun at or after the timestamp, from somebody else than <paramref name="notFrom"/>.</summary>
    public async Task<Call> FirstAnswerAsync(long since, string? notFrom, TimeSpan deadline)
    {
        using var late = new CancellationTokenSource(deadline);
        while (true)
        {
            var first = _calls
                .Where(c => c.Failure is null && c.Began >= since && (notFrom is null || c.AnsweredBy != notFrom))
                .OrderBy(c => c.Ended).FirstOrDefault();
            if (first is not null) return first;
            try
            {
                await _answered.WaitAsync(late.Token);
            }
            catch (OperationCanceledException)
            {
                var last = _calls.LastOrDefault(c => c.Failure is not null);
                throw new TimeoutException($"{Name}: no good answer within {deadline}; the last failure: {last?.Failure ?? "none"}");
            }
        }
    }

    /// <summary>All calls that ended within the stretch, in the order of their ends.</summary>
    public IReadOnlyList<Call> EndedBetween(long from, long to) => [.. _calls.Where(c => c.Ended >= from && c.Ended < to).OrderBy(c => c.Ended)];

    /// <summary>All calls that began within the stretch, when the last of them has ended.</summary>
    public async Task<IReadOnlyList<Call>> BegunBetweenAsync(long from, long to)
    {
        await Eventually.TrueAsync("all calls have ended", () => _open.Values.All(began => began >= to), TestTimeouts.Long);
        return [.. _calls.Where(c => c.Began >= from && c.Began < to)];
    }

    /// <summary>Stops, gives calls under way a moment to end, and returns all that ended at or after the timestamp.</summary>
    public async Task<IReadOnlyList<Call>> StopAsync(long since)
    {
        await _stop.CancelAsync();
        await _loop;
        await Task.WhenAny(Task.WhenAll(_open.Keys), Task.Delay(TimeSpan.FromSeconds(1)));
        return [.. _calls.Where(c => c.Ended >= since)];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        await caller.DisposeAsync();
        await Task.WhenAll(_open.Keys);
        _stop.Dispose();
        _answered.Dispose();
    }

    private async Task LoopAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var began = Stopwatch.GetTimestamp();
        var made = 0L;
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                // A late tick makes up for the calls that it missed.
                for (var due = (long)(Stopwatch.GetElapsedTime(began) / pace); made < due; made++) Begin();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private void Begin()
    {
        if (_open.Count >= MaxInFlight)
        {
            Interlocked.Increment(ref _notMade);
            return;
        }

        var began = Stopwatch.GetTimestamp();
        var call = Task.Run(() => CallAsync(began));
        _open[call] = began;
        _ = call.ContinueWith(done => _open.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private async Task CallAsync(long began)
    {
        try
        {
            var by = await caller.CallAsync(CancellationToken.None);
            _calls.Enqueue(new Call(began, Stopwatch.GetTimestamp(), by, null));
        }
        catch (Exception e)
        {
            _calls.Enqueue(new Call(began, Stopwatch.GetTimestamp(), null, $"{e.GetType().Name}: {e.Message.Split('\n')[0]}"));
        }

        _answered.Release();
    }
}
