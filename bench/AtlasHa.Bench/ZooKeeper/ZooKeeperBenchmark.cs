using AtlasHa.Bench.Clusters;
using AtlasHa.Bench.Reporting;
using AtlasHa.Bench.Tools;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.Bench.ZooKeeper;

/// <summary>This project's ZooKeeper client beside the official one in C, on the same server.</summary>
internal sealed class ZooKeeperBenchmark : IBenchmark
{
    private const int DefaultRuns = 9;
    private const int Pipelined = 256;

    public string Name => "zookeeper";

    public string Description =>
        "Both clients on one server (log synced to disk), one session each, nodes of 128 bytes; rounds of 3 s unless --seconds says otherwise, interleaved A B B A. "
        + "The C client is driven by its asynchronous functions and completions.";

    public async Task RunAsync(BenchSettings settings, Report report, CancellationToken cancellationToken)
    {
        var runs = settings.Runs ?? DefaultRuns;
        await using var server = await BenchCluster.StartZooKeeperAsync();
        using var native = await NativeDriver.BuildAsync(server.ConnectString);
        var factory = new ZooKeeperClientFactory(new ZooKeeperClientOptions { ConnectString = server.ConnectString }, NullLoggerFactory.Instance, TimeProvider.System);
        await using var client = factory.Create();
        await client.CreateAsync("/node", new byte[128], CreateMode.Persistent, cancellationToken: cancellationToken);
        await client.CreateAsync("/parent", Array.Empty<byte>(), CreateMode.Persistent, cancellationToken: cancellationToken);

        var length = settings.Length(3);
        Work[] works =
        [
            new("get", "/node", Pipelined, length),
            new("get", "/node", 1, length),
            new("set", "/node", 1, length),
            new("create", "/parent", 1, length),
        ];
        var rows = new List<IReadOnlyList<string>>();
        foreach (var work in works)
        {
            Report.Progress($"zookeeper: {work.Operation}, {work.Window} at once, {runs} rounds of {length.TotalSeconds} s each");
            var (ours, theirs) = await Interleaved.RunAsync(runs, () => ManagedDriver.RunAsync(client, work), () => native.RunAsync(work), cancellationToken);
            report.Raw(new { work, ours, theirs });
            var ratio = new Summary(ours.Select(r => r.PerSecond)).Median / new Summary(theirs.Select(r => r.PerSecond)).Median;
            var what = $"{work.Operation}, {work.Window} at once";
            rows.Add(Row($"{what}: AtlasHa.ZooKeeper", ours, FormattableString.Invariant($"{ratio:0.00}")));
            rows.Add(Row($"{what}: C client", theirs, ""));
        }

        report.Table(["requests/s", .. Summary.Head, "p50, us", "p99, us", "ratio of medians"], rows);
    }

    private static IReadOnlyList<string> Row(string name, List<ClientRound> rounds, string ratio) =>
    [
        name, .. new Summary(rounds.Select(r => r.PerSecond)).Cells(), FormattableString.Invariant($"{new Summary(rounds.Select(r => r.P50Micros)).Median:0}"),
        FormattableString.Invariant($"{new Summary(rounds.Select(r => r.P99Micros)).Median:0}"), ratio,
    ];
}
