using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Bench.Clusters;

/// <summary>Three instances and one ZooKeeper on loopback, with one entity to ask for.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    private const string Entity = """{"entity":{"typeName":"DataSet","guid":"-1","attributes":{"qualifiedName":"bench@1","name":"bench"}}}""";

    /// <summary>Unlike in tests ZooKeeper syncs its log, and its JVM optimizes: it is part of what is measured.</summary>
    private static readonly ZooKeeperServerOptions ZooKeeperOptions = new()
    {
        TickTime = TimeSpan.FromMilliseconds(500),
        JvmArguments = ["-Dzookeeper.forceSync=yes", "-XX:TieredStopAtLevel=4", "-Xmx512m"],
    };

    /// <summary>The product's default. A figure far below it shows that the session's end explains nothing.</summary>
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(10);

    /// <summary>After everything has reported ready: time for what runs in the background at start.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http = new() { Timeout = TestTimeouts.Short };

    private BenchCluster(AtlasCluster cluster) => Instances = cluster;

    public AtlasCluster Instances { get; }

    public string EntityGuid { get; private set; } = "";

    public string EntityPath => $"/api/atlas/v2/entity/guid/{EntityGuid}";

    public IReadOnlyList<Uri> Urls => [.. Instances.Servers.Select(s => s.Settings.Url)];

    public static Task<ZooKeeperServerProcess> StartZooKeeperAsync()
        => ZooKeeperServerProcess.WhyUnavailable is { } reason ? throw new SkippedException(reason) : ZooKeeperServerProcess.StartAsync(ZooKeeperOptions);

    /// <param name="extra">Further settings of every instance.</param>
    public static async Task<BenchCluster> StartAsync(IReadOnlyDictionary<string, string>? extra = null)
    {
        if (ZooKeeperServerProcess.WhyUnavailable is { } reason) throw new SkippedException(reason);
        var cluster = new BenchCluster(await AtlasCluster.StartAsync(
            3, extra, ZooKeeperOptions, SessionTimeout, adjust: settings => settings with { Rehearses = true }));
        try
        {
            using var user = new ClusterClient(cluster.Urls);
            var answer = await user.SendAsync(HttpMethod.Post, "/api/atlas/v2/entity", Entity);
            cluster.EntityGuid = (string?)answer.Json["guidAssignments"]?["-1"] ?? throw new InvalidOperationException($"the entity was refused: {answer}");
            await cluster.SettledAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns when one instance is active, all others are passive, say so and have rehearsed the take-over, and a moment has passed.</summary>
    public async Task SettledAsync()
    {
        await Eventually.TrueAsync($"all instances are settled\n{Instances.Diagnosis()}", IsSettledAsync, TestTimeouts.Long);
        await Task.Delay(Quiet);
    }

    /// <summary>The last change of the active instance, as <c>admin/history</c> has it.</summary>
    public async Task<JsonNode?> LastChangeAsync()
    {
        var active = await Instances.ActiveAsync();
        var history = await _http.GetFromJsonAsync<JsonNode>(new Uri(active.Settings.Url, "/api/atlas/admin/history"));
        return history?["changes"]?.AsArray().LastOrDefault()?.DeepClone();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Instances.DisposeAsync();
    }

    private async Task<bool> IsSettledAsync()
    {
        var active = await Instances.ActiveAsync();
        var body = await _http.GetFromJsonAsync<JsonNode>(new Uri(active.Settings.Url, "/api/atlas/admin/instances"));
        var states = body!["instances"]!.AsArray().Select(i => (string?)i!["Status"] ?? (string?)i["status"]).ToList();
        return states.Count == Instances.Servers.Count && states.Count(s => s == "ACTIVE") == 1 && states.Count(s => s == "PASSIVE") == states.Count - 1
            && Instances.Servers.Where(s => s != active).All(s => s.Output.Contains("rehearsed", StringComparison.Ordinal));
    }
}
