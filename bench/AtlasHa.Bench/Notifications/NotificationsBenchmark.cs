using System.Globalization;
using AtlasHa.Bench.Clusters;
using AtlasHa.Bench.Reporting;
using AtlasHa.Bench.Tools;
using AtlasHa.TestKit;

namespace AtlasHa.Bench.Notifications;

/// <summary>Messages of hooks per second from HTTP to their effect, beside the same creations by requests.</summary>
internal sealed class NotificationsBenchmark : IBenchmark
{
    private const int DefaultRuns = 3;
    private const int DefaultMessages = 10_000;
    private const int Clients = 64;
    private const int BulkClients = 4;

    /// <summary>The mock brokers keep 5 MB of a partition: of more messages they may drop some before they are read.</summary>
    private const int MostInKafka = 15_000;

    public string Name => "notifications";

    public string Description =>
        $"Each round creates entities of its own: by messages, posted 100 at a time by 4 producers and timed from the first POST to the last one's effect; by messages in Kafka (kcat's "
        + $"mock brokers, one partition), timed from the start of the program that sends them; by POST v2/entity, {Clients} clients; by POST v2/entity/bulk, 50 "
        + $"each, {BulkClients} clients. --entities says how many, {DefaultMessages:N0} by default (at most {MostInKafka:N0} in Kafka). Then messages again, with one user who creates entities one after the other meanwhile.";

    public async Task RunAsync(BenchSettings settings, Report report, CancellationToken cancellationToken)
    {
        if (MockBrokers.WhyUnavailable is { } missing) throw new SkippedException(missing);
        using var brokers = await MockBrokers.StartAsync();
        // A topic that is there from the start is read from the start.
        await Tool.RunAsync(MockBrokers.Program, ["-L", "-b", brokers.Servers, "-t", "ATLAS_HOOK", "-X", "allow.auto.create.topics=true"], TestTimeouts.Short);
        var kafka = new Dictionary<string, string> { ["AtlasHa:Notifications:Kafka:BootstrapServers"] = brokers.Servers, ["AtlasHa:Notifications:Kafka:Publish"] = "false" };
        var rows = new List<IReadOnlyList<string>>();
        if (settings.Includes("SQLite"))
        {
            await using var cluster = await BenchCluster.StartAsync(kafka);
            rows.AddRange(await OnAsync("SQLite", cluster, brokers.Servers, settings, report, cancellationToken));
        }

        if (!settings.Includes("PostgreSQL")) report.Line("PostgreSQL left out.");
        else if (PostgresServerProcess.WhyUnavailable is { } reason) report.Line($"Skipped PostgreSQL: {reason}");
        else
        {
            await using var postgres = await BenchPostgres.StartAsync();
            await using var cluster = await BenchCluster.StartAsync(new Dictionary<string, string>(kafka.Concat(postgres.StoreSettings)));
            rows.AddRange(await OnAsync("PostgreSQL", cluster, brokers.Servers, settings, report, cancellationToken));
        }

        report.Table(["per second", .. Summary.Head, "ratio of messages to it", "ratio of messages from Kafka to it", "user's p50, ms", "user's p99, ms"], rows);
    }

    private static async Task<List<IReadOnlyList<string>>> OnAsync(
        string store, BenchCluster cluster, string brokers, BenchSettings settings, Report report, CancellationToken cancellationToken)
    {
        var (runs, count) = (settings.Runs ?? DefaultRuns, settings.Entities ?? DefaultMessages);
        using var load = new MessageLoad((await cluster.Instances.ActiveAsync()).Settings.Url);
        List<double> messages = [], queued = [], kafka = [], singles = [], bulks = [], beside = [], user = [];
        // The first round warms everything up.
        for (var run = 0; run <= runs; run++)
        {
            Report.Progress($"notifications: {store}, round {run} of {runs}");
            var round = run.ToString(CultureInfo.InvariantCulture);
            var (perSecond, posted, _) = await load.MessagesAsync($"m{round}", count, withUser: false, cancellationToken);
            var besideUser = await load.MessagesAsync($"u{round}", count, withUser: true, cancellationToken);
            var fromKafka = await load.FromKafkaAsync(brokers, $"k{store}{round}", Math.Min(count, MostInKafka), cancellationToken);
            var (single, bulk) = (await load.SinglesAsync($"s{round}", count, Clients, cancellationToken), await load.BulksAsync($"b{round}", count, BulkClients, cancellationToken));
            if (run == 0) continue;
            messages.Add(perSecond);
            queued.Add(posted);
            kafka.Add(fromKafka);
            singles.Add(single);
            bulks.Add(bulk);
            beside.Add(besideUser.PerSecond);
            user.AddRange(besideUser.UserMillis);
        }

        report.Raw(new { store, count, messages, queued, kafka, singles, bulks, beside, user });
        user.Sort();
        return
        [
            [$"messages, {store}", .. new Summary(messages).Cells(), "", "", "", ""],
            [$"messages from Kafka, {store}", .. new Summary(kafka).Cells(), "", "", "", ""],
            [$"messages beside a user, {store}", .. new Summary(beside).Cells(), Ratio(messages, beside), "", At(user, 0.5), At(user, 0.99)],
            [$"messages put into the queue, {store}", .. new Summary(queued).Cells(), "", "", "", ""],
            [$"single creates, {store}", .. new Summary(singles).Cells(), Ratio(messages, singles), Ratio(kafka, singles), "", ""],
            [$"creates in bulk requests, {store}", .. new Summary(bulks).Cells(), Ratio(messages, bulks), Ratio(kafka, bulks), "", ""],
        ];
    }

    private static string Ratio(List<double> messages, List<double> others) =>
        FormattableString.Invariant($"{new Summary(messages).Median / new Summary(others).Median:0.00}");

    private static string At(List<double> sorted, double share) => sorted.Count == 0 ? "" : FormattableString.Invariant($"{sorted[(int)(share * (sorted.Count - 1))]:0.0}");
}
