using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace AtlasHa.TestKit.Cluster;

/// <summary>A real ZooKeeper and real instances on free ports of this machine, with one SQLite store between them.</summary>
public sealed class AtlasCluster : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Dictionary<string, ServerProcess> _servers = [];
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(2) };

    private AtlasCluster(ZooKeeperServerProcess zooKeeper, string folder) => (ZooKeeper, _folder) = (zooKeeper, folder);

    public ZooKeeperServerProcess ZooKeeper { get; }

    public string StorePath => Path.Combine(_folder, "store", "atlas-ha.db");

    public IReadOnlyCollection<ServerProcess> Servers => _servers.Values;

    public ServerProcess this[string instanceId] => _servers[instanceId];

    /// <summary>Starts everything and returns when one instance is active and all are registered.</summary>
    /// <param name="sessionTimeout">Null for the default of <see cref="ServerSettings"/>.</param>
    /// <param name="adjust">Makes the settings of one instance from those that it would have; null to leave them.</param>
    public static async Task<AtlasCluster> StartAsync(
        int instances,
        IReadOnlyDictionary<string, string>? extra = null,
        ZooKeeperServerOptions? zooKeeperOptions = null,
        TimeSpan? sessionTimeout = null,
        Func<ServerSettings, ServerSettings>? adjust = null)
    {
        var zooKeeper = await ZooKeeperServerProcess.StartAsync(zooKeeperOptions);
        var cluster = new AtlasCluster(zooKeeper, Directory.CreateTempSubdirectory("atlas-ha-cluster-").FullName);
        try
        {
            for (var i = 1; i <= instances; i++)
            {
                var settings = cluster.NewSettings($"id{i}", extra);
                settings = settings with { SessionTimeout = sessionTimeout ?? settings.SessionTimeout };
                cluster.Start(adjust?.Invoke(settings) ?? settings);
                // Orleans silos that join at the same moment collide and back off for seconds.
                await cluster.AnswersAsync($"id{i}");
            }

            await cluster.ActiveAsync();
            await Eventually.TrueAsync("all instances are listed", async () => await cluster.RegisteredAsync() == instances, TestTimeouts.Long);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts an instance that was killed or stopped before, with the settings that it had.</summary>
    public async Task RestartAsync(string instanceId)
    {
        var settings = _servers[instanceId].Settings;
        await _servers[instanceId].DisposeAsync();
        Start(settings);
        await AnswersAsync(instanceId);
    }

    /// <summary>The active instance, when all living instances that are not excepted name the same one and it says so itself.</summary>
    public async Task<ServerProcess> ActiveAsync(params string[] except)
    {
        ServerProcess? active = null;
        await Eventually.TrueAsync($"one active instance that all name (not asked: {string.Join(", ", except)})\n{Diagnosis()}", async () =>
        {
            var asked = _servers.Values.Where(s => !s.HasExited && !except.Contains(s.Settings.InstanceId)).ToArray();
            var statuses = await Task.WhenAll(asked.Select(s => StatusAsync(s)));
            if (statuses.Length == 0 || statuses.Any(s => s is null)) return false;
            var named = statuses.Select(s => (string?)s!["activeInstanceId"]).Distinct().ToArray();
            if (named is not [{ } one] || except.Contains(one) || statuses.Count(s => (string?)s!["Status"] == "ACTIVE") != 1) return false;
            active = _servers[one];
            return true;
        }, TestTimeouts.Long);
        return active!;
    }

    /// <summary>An instance that is not active.</summary>
    public async Task<ServerProcess> PassiveAsync()
    {
        var active = await ActiveAsync();
        return _servers.Values.First(s => s != active && !s.HasExited);
    }

    public async Task<JsonNode?> StatusAsync(ServerProcess server)
    {
        try
        {
            return await _http.GetFromJsonAsync<JsonNode>(new Uri(server.Settings.Url, "/api/atlas/admin/status"));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values) await server.DisposeAsync();
        await ZooKeeper.DisposeAsync();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The last output of every instance, for the message of a failed wait.</summary>
    public string Diagnosis() => string.Join('\n', _servers.Values.Select(s => $"--- {s.Settings.InstanceId} (pid {s.Pid}{(s.HasExited ? ", exited" : "")})\n{s.Output}"));

    private void Start(ServerSettings settings) => _servers[settings.InstanceId] = ServerProcess.Start(settings);

    private ServerSettings NewSettings(string id, IReadOnlyDictionary<string, string>? extra) => new()
    {
        InstanceId = id,
        HttpPort = FreePort.Next(),
        SiloPort = FreePort.Next(),
        GatewayPort = FreePort.Next(),
        ConnectString = ZooKeeper.ConnectString,
        Folder = Path.Combine(_folder, id),
        StorePath = StorePath,
        Extra = extra ?? new Dictionary<string, string>(),
    };

    private Task AnswersAsync(string id) => Eventually.TrueAsync($"{id} answers\n{Diagnosis()}", async () => await StatusAsync(_servers[id]) is not null, TestTimeouts.Long);

    private async Task<int> RegisteredAsync()
    {
        var asked = _servers.Values.First().Settings;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(asked.Url, "/api/atlas/admin/instances"));
        if (asked.User is { } user) request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(user)));
        using var answer = await _http.SendAsync(request);
        var body = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>();
        return body!["instances"]!.AsArray().Count(i => (bool)i!["reachable"]!);
    }
}
