using System.Diagnostics;
using AtlasHa.TestKit;

namespace AtlasHa.Bench.Calls;

/// <summary>Several callers at the same time, through one fault.</summary>
internal sealed class CallGroup(IReadOnlyList<ICaller> callers, TimeSpan pace) : IAsyncDisposable
{
    private readonly List<CallSeries> _series = [.. callers.Select(c => new CallSeries(c, pace))];

    /// <summary>Begins to call and returns when each caller has had a good answer, and its connections have been used for a moment.</summary>
    public async Task StartAsync()
    {
        await Task.WhenAll(_series.Select(s => s.StartAsync(TestTimeouts.Short)));
        await Task.Delay(TimeSpan.FromMilliseconds(500));
    }

    /// <summary>Waits until every caller has a good answer to a call begun after the fault, by another than the one who is gone.</summary>
    public async Task<IReadOnlyList<CallerResult>> FirstAnswersAsync(long since, string gone)
    {
        var firsts = await Task.WhenAll(_series.Select(s => s.FirstAnswerAsync(since, gone, TestTimeouts.Long)));
        return await Task.WhenAll(_series.Zip(firsts).Select(async pair =>
        {
            var calls = await pair.First.StopAsync(since);
            var failures = calls.Where(c => c.Failure is not null).ToList();
            return new CallerResult(
                pair.First.Name,
                Stopwatch.GetElapsedTime(since, pair.Second.Ended).TotalMilliseconds,
                failures.Count,
                calls.Max(c => c.Millis),
                failures.GroupBy(c => c.Failure!).ToDictionary(g => g.Key, g => g.Count()));
        }));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var series in _series) await series.DisposeAsync();
    }
}
