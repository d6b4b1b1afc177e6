using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using AtlasHa.Chaos.Tests.History;
using AtlasHa.Chaos.Tests.Load;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Chaos.Tests.Harness;

/// <summary>Real instances on a real ensemble of three ZooKeeper servers, with one store between them whose journal tells what was committed.</summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    private const int Size = 3;

    /// <summary>Users shall not stand in line at an instance that knows nobody active.</summary>
    private static readonly Dictionary<string, string> Redirecting = new() { ["AtlasHa:Gateway:HoldTimeout"] = "00:00:01" };

    /// <summary>The last instance passes requests on, the others redirect: users meet both.</summary>
    private static readonly Dictionary<string, string> Forwarding = new(Redirecting) { ["AtlasHa:Gateway:PassiveMode"] = "Forward" };

    private readonly string _folder;
    private readonly List<ChaosInstance> _instances = [];
    private readonly HashSet<int> _frozenServers = [];

    private ChaosCluster(ZooKeeperEnsemble zooKeeper, string folder, HostNetwork? network)
    {
        (ZooKeeper, _folder, Network) = (zooKeeper, folder, network);
        Journal = new StoreJournal(StorePath);
        Operator = new Operator(this);
    }

    public ZooKeeperEnsemble ZooKeeper { get; }

    public Operator Operator { get; }

    /// <summary>Null when all instances are on this machine's own network.</summary>
    public HostNetwork? Network { get; }

    public StoreJournal Journal { get; }

    public IReadOnlyList<ChaosInstance> Instances => _instances;

    public IReadOnlyList<Uri> Urls => [.. _instances.Select(i => i.Url)];

    /// <summary>Whether all ZooKeeper servers run, and none is frozen.</summary>
    public bool IsZooKeeperWhole => _frozenServers.Count == 0 && Enumerable.Range(0, 3).All(server => ZooKeeper[server].IsRunning);

    private string StorePath => Path.Combine(_folder, "store", "atlas-ha.db");

    private HttpClient Http { get; } = new() { Timeout = TimeSpan.FromSeconds(2) };

    /// <summary>Starts everything and returns when one instance is active and all say so.</summary>
    /// <param name="onHosts">Each instance on a host of its own.</param>
    public static async Task<ChaosCluster> StartAsync(bool onHosts)
    {
        var zooKeeper = await ZooKeeperEnsemble.StartAsync();
        var network = onHosts ? HostNetwork.Create(Size) : null;
        var folder = Directory.CreateTempSubdirectory("atlas-ha-chaos-").FullName;
        ChildReaper.DeleteAtEnd(folder);
        var cluster = new ChaosCluster(zooKeeper, folder, network);
        try
        {
            for (var i = 0; i < Size; i++)
            {
                var instance = cluster.NewInstance(i);
                cluster._instances.Add(instance);
                await cluster.StartAsync(instance);
            }

            await cluster.ActiveAsync();
            cluster.Journal.Install();
            using var user = new ClusterClient(cluster.Urls);
            var answer = await user.SendAsync(HttpMethod.Post, "/api/atlas/v2/types/typedefs", RegisterApi.TypeDefs);
            ((int)answer.Status).ShouldBe(200, $"the load's type was refused: {answer}");
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the process of an instance and returns when it answers.</summary>
    public async Task StartAsync(ChaosInstance instance)
    {
        await instance.StartAsync();
        await Eventually.TrueAsync($"{instance.Id} answers or ends", async () => !instance.IsRunning || await StatusAsync(instance) is not null, TestTimeouts.Long);
        if (!instance.IsRunning) throw new InvalidOperationException($"{instance.Id} ended while it started:\n{instance.Output}");
    }

    /// <summary>The active instance, when all instances that can answer name the same one, and it alone says that it is.</summary>
    public async Task<ChaosInstance> ActiveAsync(params ChaosInstance[] except)
    {
        ChaosInstance? active = null;
        try
        {
            await Eventually.TrueAsync("one active instance that all name", async () => (active = await AgreedActiveAsync(except)) is not null, TestTimeouts.Long);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}\n{Diagnosis()}", e);
        }

        return active!;
    }

    /// <summary>An instance that says at this moment that it is active; null when none does.</summary>
    public async Task<ChaosInstance?> FindActiveAsync()
    {
        var asked = _instances.Where(i => i.IsAwake).ToArray();
        var statuses = await Task.WhenAll(asked.Select(StatusAsync));
        return asked.Where((_, i) => (string?)statuses[i]?["Status"] == "ACTIVE").FirstOrDefault();
    }

    /// <summary>SIGSTOP of one ZooKeeper server.</summary>
    public void FreezeZooKeeperServer(int server)
    {
        ZooKeeper.Pause(server);
        _frozenServers.Add(server);
    }

    /// <summary>An instance that runs and is not active.</summary>
    public async Task<ChaosInstance> PassiveAsync()
    {
        var active = await ActiveAsync();
        return _instances.First(i => i != active && i.IsAwake);
    }

    /// <summary>Returns when an instance that can answer knows of no active one.</summary>
    public Task NobodyIsActiveAsync(ChaosInstance asked) => Eventually.TrueAsync(
        $"{asked.Id} knows of no active instance",
        async () => await StatusAsync(asked) is { } status && status["activeInstanceId"] is null && (string?)status["Status"] != "ACTIVE",
        TestTimeouts.Long);

    /// <summary>The epoch of the current term, by the word of its holder.</summary>
    public async Task<long> EpochAsync() => (long)(await StatusAsync(await ActiveAsync()))!["epoch"]!;

    /// <summary>What an instance says of itself; null when it gives no answer.</summary>
    public async Task<JsonNode?> StatusAsync(ChaosInstance instance)
    {
        try
        {
            return await Http.GetFromJsonAsync<JsonNode>(new Uri(instance.Url, "/api/atlas/admin/status"));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Ends all faults, starts what is not running, and returns when one instance is active and all say so.</summary>
    public async Task HealAsync()
    {
        Network?.Restore();
        foreach (var server in _frozenServers) ZooKeeper.Resume(server);
        _frozenServers.Clear();
        await ZooKeeper.RestoreQuorumAsync();
        foreach (var instance in _instances)
        {
            instance.RestoreZooKeeper();
            instance.Continue();
        }

        await Task.WhenAll(_instances.Select(instance => instance.StoppedAsync()));
        foreach (var instance in _instances.Where(i => !i.IsRunning)) await StartAsync(instance);
        await Operator.ResumeFailoverAsync();
        await ActiveAsync();
    }

    /// <summary>The last output of every instance, for the message of a failed wait.</summary>
    public string Diagnosis() => string.Join('\n', _instances.Select(i => i.Output));

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances) await instance.DisposeAsync();
        await ZooKeeper.DisposeAsync();
        Network?.Dispose();
        Operator.Dispose();
        Http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<ChaosInstance?> AgreedActiveAsync(ChaosInstance[] except)
    {
        var asked = _instances.Where(i => i.IsAwake && !except.Contains(i)).ToArray();
        var statuses = await Task.WhenAll(asked.Select(StatusAsync));
        if (statuses.Length == 0 || statuses.Any(s => s is null)) return null;
        if (statuses.Select(s => (string?)s!["activeInstanceId"]).Distinct().ToArray() is not [{ } named]) return null;
        return asked.Where((_, i) => (string?)statuses[i]!["Status"] == "ACTIVE").ToArray() is [var active] && active.Id == named ? active : null;
    }

    private ChaosInstance NewInstance(int index) => new(
        new ServerSettings
        {
            InstanceId = $"id{index + 1}",
            HttpPort = FreePort.Next(),
            SiloPort = FreePort.Next(),
            GatewayPort = FreePort.Next(),
            ConnectString = "",
            Folder = Path.Combine(_folder, $"id{index + 1}"),
            StorePath = StorePath,
            Rehearses = index == 0,
            Extra = index == Size - 1 ? Forwarding : Redirecting,
        },
        [.. Enumerable.Range(0, 3).Select(server => TcpFaultProxy.To(ZooKeeper[server].Port, address: Network?.Gateway))],
        Network?.Hosts[index]);
}
