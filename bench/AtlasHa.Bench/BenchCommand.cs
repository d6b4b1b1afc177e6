using System.CommandLine;
using AtlasHa.Bench.Reporting;

namespace AtlasHa.Bench;

/// <summary>The command line: which benchmarks, how many runs, where the raw samples go.</summary>
internal static class BenchCommand
{
    private const string All = "all";

    public static RootCommand Create(IReadOnlyList<IBenchmark> benchmarks)
    {
        var names = new Argument<string[]>("benchmark")
        {
            Description = "What to measure.",
            DefaultValueFactory = _ => [All],
        };
        names.AcceptOnlyFromAmong([All, .. benchmarks.Select(b => b.Name)]);
        var runs = new Option<int?>("--runs") { Description = "Kills, switchovers or rounds; each benchmark has its own default." };
        runs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1) result.AddError("--runs takes a number from 1 up");
        });
        var seconds = new Option<double?>("--seconds") { Description = "Length of one round of load, or of the outage." };
        seconds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is < 1 or > 3600) result.AddError("--seconds takes a number from 1 to 3600");
        });
        var entities = new Option<int?>("--entities") { Description = "Size of the largest generated catalogue; 100,000 unless given." };
        entities.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1000 or > 10_000_000) result.AddError("--entities takes a number from 1000 to 10000000");
        });
        var only = new Option<string?>("--only") { Description = "Measures only those rivals or stores whose name contains this." };
        var folder = new Option<DirectoryInfo>("--out")
        {
            Description = "Folder for raw samples.",
            DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Machine.RepositoryRoot, "bench", "raw")),
        };

        var command = new RootCommand("Measures AtlasHa on this machine, on loopback only, and prints markdown.") { names, runs, seconds, entities, only, folder };
        command.SetAction((parsed, cancellationToken) =>
        {
            var wanted = parsed.GetValue(names)!;
            var chosen = benchmarks.Where(b => wanted.Contains(All) || wanted.Contains(b.Name)).ToList();
            var settings = new BenchSettings(parsed.GetValue(runs), parsed.GetValue(seconds), parsed.GetValue(entities), parsed.GetValue(only));
            return RunAsync(chosen, settings, parsed.GetValue(folder)!, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(List<IBenchmark> benchmarks, BenchSettings settings, DirectoryInfo folder, CancellationToken cancellationToken)
    {
        folder.Create();
        var failed = false;
        foreach (var benchmark in benchmarks)
        {
            await using var report = new Report(benchmark, settings, folder, Console.Out);
            try
            {
                await benchmark.RunAsync(settings, report, cancellationToken);
            }
            catch (SkippedException skipped)
            {
                report.Line($"Skipped: {skipped.Message}");
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // The others are still worth measuring.
                failed = true;
                report.Line($"Failed: {e.Message}");
                await Console.Error.WriteLineAsync(e.ToString());
            }
        }

        return failed ? 1 : 0;
    }
}
