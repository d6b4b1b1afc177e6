using System.Diagnostics;
using AtlasHa.Bench.Calls;
using AtlasHa.Bench.Reporting;
using AtlasHa.TestKit;

namespace AtlasHa.Bench.Rivals;

/// <summary>SIGKILL of the active part and a planned change, the same way for AtlasHa and for what a user would pick instead.</summary>
internal sealed class RivalsBenchmark(IReadOnlyList<Func<IRival>> rivals) : IBenchmark
{
    private const int DefaultRuns = 10;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    public string Name => "rivals";

    public string Description =>
        "One user, a call every 10 ms whether or not earlier ones are answered, nothing repeated; three members each, one ZooKeeper server of the same settings each. After "
        + "SIGKILL: from the kill to the first good answer of another member to a call begun after it. Planned change: the longest time without a good answer.";

    public async Task RunAsync(BenchSettings settings, Report report, CancellationToken cancellationToken)
    {
        var runs = settings.Runs ?? DefaultRuns;
        var rows = new List<IReadOnlyList<string>>();
        var failures = new List<Exception>();
        foreach (var make in rivals)
        {
            await using var rival = make();
            try
            {
                await rival.StartAsync();
                rows.Add(await SeriesAsync(rival, "SIGKILL", rival.Kill, change: null));
                rows.Add(await SeriesAsync(rival, $"planned: {rival.PlannedChange}", kill: null, rival.ChangeAsync));
            }
            catch (SkippedException skipped)
            {
                report.Line($"Skipped {rival.Name}: {skipped.Message}");
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // What the others have shown is not thrown away for it.
                failures.Add(new InvalidOperationException($"{rival.Name}: {e.Message}", e));
            }
        }

        report.Table(["ms", .. Summary.Head, "failed calls per run, median / max"], rows);
        if (failures.Count > 0) throw new AggregateException(failures);

        async Task<IReadOnlyList<string>> SeriesAsync(IRival rival, string what, Action<string>? kill, Func<string, Task>? change)
        {
            var outcomes = new List<Outcome>();
            for (var run = 1; run <= runs; run++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var outcome = await MeasureAsync(rival, kill, change);
                outcomes.Add(outcome);
                report.Raw(new { rival = rival.Name, what, run, outcome });
                Report.Progress($"{rival.Name}, {what} {run}/{runs}: {outcome.Millis:0.0} ms, {outcome.Load.Failed} calls failed");
                await rival.HealAsync();
            }

            var failed = new Summary(outcomes.Select(o => (double)o.Load.Failed));
            return [$"{rival.Name}: {what}", .. new Summary(outcomes.Select(o => o.Millis)).Cells(), $"{failed.Median:0} / {failed.Max:0}"];
        }
    }

    private static async Task<Outcome> MeasureAsync(IRival rival, Action<string>? kill, Func<string, Task>? change)
    {
        var active = await rival.ActiveAsync();
        await using var user = new CallSeries(await rival.ConnectAsync(), Pace);
        await user.StartAsync(TestTimeouts.Short);
        var since = Stopwatch.GetTimestamp();
        var changing = change?.Invoke(active) ?? Task.CompletedTask;
        kill?.Invoke(active);
        await changing;
        var first = await user.FirstAnswerAsync(since, active, TestTimeouts.Long);
        var ended = Stopwatch.GetTimestamp();
        var calls = await user.StopAsync(since);
        var millis = kill is not null ? Stopwatch.GetElapsedTime(since, first.Ended).TotalMilliseconds : Gaps.LongestMillis(calls.OrderBy(c => c.Ended), since, ended);
        return new Outcome(millis, LoadCount.Of(calls));
    }

    private sealed record Outcome(double Millis, LoadCount Load);
}
