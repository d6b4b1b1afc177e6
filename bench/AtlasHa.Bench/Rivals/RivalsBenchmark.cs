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

    /// <summary>Some rivals take half a minute for a run and as long to heal.</summary>
    private static readonly TimeSpan SeriesLimit = TimeSpan.FromSeconds(45);

    public string Name => "rivals";

    public string Description =>
        "One user, a call every 10 ms whether or not earlier ones are answered, nothing repeated; three members each, one ZooKeeper server of the same settings each. After "
        + "SIGKILL: from the kill to the first good answer of another member to a call begun after it. Planned change: the longest time without a good answer. "
        + $"A series ends after --runs, or with the first run that ends later than {SeriesLimit.TotalSeconds:0} s after its begin; --only picks rivals by name.";

    public async Task RunAsync(BenchSettings settings, Report report, CancellationToken cancellationToken)
    {
        var rows = new List<IReadOnlyList<string>>();
        var failures = new List<string>();
        foreach (var make in rivals)
        {
            await using var rival = make();
            if (!settings.Includes(rival.Name)) continue;
            try
            {
                Report.Progress($"{rival.Name}: starting");
                await rival.StartAsync();
            }
            catch (SkippedException skipped)
            {
                report.Line($"Skipped {rival.Name}: {skipped.Message}");
                continue;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                failures.Add($"{rival.Name} did not start: {e.Message}");
                continue;
            }

            await SeriesAsync(rival, $"planned: {rival.PlannedChange}", kill: null, rival.ChangeAsync);
            await SeriesAsync(rival, "SIGKILL", rival.Kill, change: null);
        }

        report.Table(["ms", "runs", .. Summary.Head, "failed calls per run, median / max"], rows);
        foreach (var failure in failures) report.Line($"Failed: {failure}");
        if (failures.Count > 0) throw new InvalidOperationException($"{failures.Count} series did not end well");

        async Task SeriesAsync(IRival rival, string what, Action<string>? kill, Func<string, Task>? change)
        {
            var began = Stopwatch.GetTimestamp();
            var outcomes = new List<Outcome>();
            try
            {
                while (outcomes.Count < (settings.Runs ?? DefaultRuns) && Stopwatch.GetElapsedTime(began) < SeriesLimit)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var outcome = await MeasureAsync(rival, kill, change);
                    outcomes.Add(outcome);
                    report.Raw(new { rival = rival.Name, what, run = outcomes.Count, outcome });
                    Report.Progress($"{rival.Name}, {what} {outcomes.Count}: {outcome.Millis:0.0} ms, {outcome.Load.Failed} calls failed");
                    await rival.HealAsync();
                }
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // What it has shown until then, and what the others show, is not thrown away for it.
                failures.Add($"{rival.Name}, {what}, run {outcomes.Count + 1}: {e.Message}");
            }

            if (outcomes.Count == 0) return;
            var failed = new Summary(outcomes.Select(o => (double)o.Load.Failed));
            rows.Add([$"{rival.Name}: {what}", $"{outcomes.Count}", .. new Summary(outcomes.Select(o => o.Millis)).Cells(), $"{failed.Median:0} / {failed.Max:0}"]);
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
