using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using AtlasHa.Bench.Calls;
using AtlasHa.Bench.Clusters;
using AtlasHa.Bench.Reporting;
using AtlasHa.Bench.Tools;
using AtlasHa.TestKit;
using Npgsql;

namespace AtlasHa.Bench.Rivals;

/// <summary>PostgreSQL under Patroni on ZooKeeper: what the databases' world uses for one active and two that stand by. Debian's packages.</summary>
internal sealed class PatroniRival(PatroniSettings settings) : IRival
{
    private const int Members = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("atlasha-patroni-").FullName;
    private readonly List<PatroniMember> _members = [];
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private ZooKeeperServerProcess? _zooKeeper;

    public string Name => $"Patroni, {settings.Name} (ttl {settings.Ttl} s, loop_wait {settings.LoopWait} s; INSERT)";

    public string PlannedChange => "patronictl switchover";

    public async Task StartAsync()
    {
        Require();
        ChildReaper.DeleteAtEnd(_folder);
        _zooKeeper = await BenchCluster.StartZooKeeperAsync();
        for (var i = 1; i <= Members; i++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(_folder, $"pg{i}")).FullName;
            _members.Add(new PatroniMember($"pg{i}", folder, _zooKeeper.ConnectString, settings));
        }

        await Tool.RunAsync("chown", ["-R", "postgres:", _folder], TestTimeouts.Short);
        await HealAsync();
        var leader = await ActiveAsync();
        await using var source = NpgsqlDataSource.Create(
            $"Host=127.0.0.1;Port={_members.Single(m => m.Name == leader).Port};Username=atlas;Password=bench;Database=postgres");
        await using var create = source.CreateCommand("CREATE TABLE calls (at timestamptz NOT NULL DEFAULT now())");
        await create.ExecuteNonQueryAsync();
    }

    public Task<ICaller> ConnectAsync() => Task.FromResult<ICaller>(new PatroniCaller(Name, _members));

    public async Task<string> ActiveAsync()
    {
        var leader = "";
        await Eventually.TrueAsync("Patroni has a leader", async () => (leader = (await StatesAsync()).FirstOrDefault(m => m.Role == "leader")?.Name ?? "").Length > 0, TestTimeouts.Long);
        return leader;
    }

    public void Kill(string who) => _members.Single(m => m.Name == who).Kill();

    public async Task ChangeAsync(string who)
    {
        var candidate = _members.First(m => m.Name != who);
        string[] order = ["-c", candidate.ConfigurationFile, "switchover", "bench", "--master", who, "--candidate", candidate.Name, "--force"];
        var answer = "";
        // Patroni refuses a candidate that it has not seen healthy in its last round, and patronictl ends with 0 all the same.
        await Eventually.TrueAsync("Patroni switches over", async () =>
        {
            answer = await Tool.RunAsync(Tool.Require("patronictl", "patroni"), order, TestTimeouts.Long);
            return answer.Contains("Successfully switched over", StringComparison.Ordinal) || await ActiveAsync() != who;
        }, TestTimeouts.Long);
        Report.Progress($"patronictl: {answer.Split('\n').FirstOrDefault(line => line.Contains("witch", StringComparison.Ordinal))?.Trim()}");
    }

    public async Task HealAsync()
    {
        foreach (var member in _members.Where(m => !m.IsRunning)) await member.StartAsync();
        await Eventually.TrueAsync($"all members of Patroni's cluster have settled\n{string.Join('\n', _members.Select(m => m.Output))}", async () =>
        {
            var states = await StatesAsync();
            return states.Count == Members && states.Count(s => s is { Role: "leader", State: "running" }) == 1
                && states.Count(s => s.Role == "replica" && s.State is "running" or "streaming") == Members - 1;
        }, TestTimeouts.Long);
        foreach (var member in _members) member.WatchServer();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        foreach (var member in _members) await member.DisposeAsync();
        if (_zooKeeper is not null) await _zooKeeper.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static void Require()
    {
        if (Environment.UserName != "root") throw new SkippedException("Patroni's members run as the account postgres, which only root can switch to; run as root");
        if (PostgresServerProcess.WhyUnavailable is { } reason) throw new SkippedException(reason);
        Tool.Require("patroni", "patroni");
        Tool.RequireFile("/usr/lib/python3/dist-packages/kazoo/__init__.py", "python3-kazoo");
    }

    /// <summary>The members as one of them sees the cluster; empty when none answers.</summary>
    private async Task<IReadOnlyList<MemberState>> StatesAsync()
    {
        foreach (var member in _members)
        {
            try
            {
                var cluster = await _http.GetFromJsonAsync<JsonNode>(new Uri($"http://127.0.0.1:{member.ApiPort}/cluster"));
                return [.. cluster!["members"]!.AsArray().Select(m => new MemberState((string)m!["name"]!, (string)m["role"]!, (string)m["state"]!))];
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException)
            {
                // The next one may answer.
            }
        }

        return [];
    }

    private sealed record MemberState(string Name, string Role, string State);
}
