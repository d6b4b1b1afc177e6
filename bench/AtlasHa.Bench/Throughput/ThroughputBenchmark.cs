using AtlasHa.Bench.Clusters;
using AtlasHa.Bench.Reporting;
using AtlasHa.Bench.Tools;

namespace AtlasHa.Bench.Throughput;

/// <summary>Requests per second of the active path and of a redirect, each beside a bare Kestrel that answers the same.</summary>
internal sealed class ThroughputBenchmark : IBenchmark
{
    private const int DefaultRuns = 9;

    public string Name => "throughput";

    public string Description =>
        $"wrk, 1 thread, {Wrk.Connections} connections, all on the same cores as the servers; rounds of 5 s unless --seconds says otherwise, interleaved A B B A. "
        + "The bare Kestrel is a process of its own with the same Kestrel settings, whose endpoint answers the same bytes.";

    public async Task RunAsync(BenchSettings settings, Report report, CancellationToken cancellationToken)
    {
        // Found, or installed, before anything is started.
        _ = Wrk.Program;
        var runs = settings.Runs ?? DefaultRuns;
        await using var cluster = await BenchCluster.StartAsync();
        var active = await cluster.Instances.ActiveAsync();
        var passive = await cluster.Instances.PassiveAsync();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var bytes = Path.GetTempFileName();
        try
        {
            var entity = new Uri(active.Settings.Url, cluster.EntityPath);
            await File.WriteAllBytesAsync(bytes, await http.GetByteArrayAsync(entity, cancellationToken), cancellationToken);
            var rows = new List<IReadOnlyList<string>>();

            await using (var bare = await BareKestrel.StartAsync(bytes, location: null))
                rows.AddRange(await CompareAsync("GET entity by guid on the active", entity, new Uri(bare.Url, cluster.EntityPath)));

            var redirecting = new Uri(passive.Settings.Url, cluster.EntityPath);
            await using (var bare = await BareKestrel.StartAsync(bytes, (await AnswerAsync(http, redirecting)).Location))
                rows.AddRange(await CompareAsync("redirect by a passive", redirecting, new Uri(bare.Url, cluster.EntityPath)));

            report.Table(["requests/s", .. Summary.Head, "p50, ms", "p99, ms", "failed", "ratio of medians"], rows);
        }
        finally
        {
            File.Delete(bytes);
        }

        async Task<List<IReadOnlyList<string>>> CompareAsync(string name, Uri ours, Uri bare)
        {
            var (answer, expected) = (await AnswerAsync(http, ours), await AnswerAsync(http, bare));
            if (answer != expected) throw new InvalidOperationException($"the two do not answer the same: {answer} and {expected}");
            var length = settings.Length(5);
            Report.Progress($"throughput: {name}, {runs} rounds of {length.TotalSeconds} s each");
            var (a, b) = await Interleaved.RunAsync(runs, () => Wrk.RunAsync(ours, length), () => Wrk.RunAsync(bare, length), cancellationToken);
            report.Raw(new { what = name, ours = a, bare = b });
            var ratio = new Summary(a.Select(r => r.PerSecond)).Median / new Summary(b.Select(r => r.PerSecond)).Median;
            return [Row(name, a, FormattableString.Invariant($"{ratio:0.00}")), Row("bare Kestrel, the same answer", b, "")];
        }
    }

    private static IReadOnlyList<string> Row(string name, List<Wrk.Round> rounds, string ratio) =>
    [
        name, .. new Summary(rounds.Select(r => r.PerSecond)).Cells(), FormattableString.Invariant($"{new Summary(rounds.Select(r => r.P50Millis)).Median:0.00}"),
        FormattableString.Invariant($"{new Summary(rounds.Select(r => r.P99Millis)).Median:0.00}"), $"{rounds.Sum(r => r.Failed)}", ratio,
    ];

    private static async Task<Answer> AnswerAsync(HttpClient http, Uri url)
    {
        using var answer = await http.GetAsync(url);
        return new Answer(
            (int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), answer.Headers.Location?.ToString(), await answer.Content.ReadAsStringAsync());
    }

    private sealed record Answer(int Status, string? ContentType, string? Location, string Body);
}
