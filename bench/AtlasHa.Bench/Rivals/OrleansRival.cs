using System.Globalization;
using AtlasHa.Bench.Calls;
using AtlasHa.Bench.Clusters;
using AtlasHa.Bench.OrleansRival;
using AtlasHa.Bench.Reporting;
using AtlasHa.Bench.Tools;
using AtlasHa.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;

namespace AtlasHa.Bench.Rivals;

/// <summary>A plain Orleans singleton grain on three silos, membership in ZooKeeper through this project's provider.</summary>
internal sealed class OrleansRival(bool tuned) : IRival
{
    private const int Silos = 3;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    private readonly List<(int SiloPort, int GatewayPort, ChildProcess Process)> _silos = [];
    private ZooKeeperServerProcess? _zooKeeper;
    private GrainCaller? _observer;

    public string Name => $"Orleans singleton grain, {(tuned ? "tuned" : "stock")} membership";

    public string PlannedChange => "SIGTERM of its silo";

    private string ConnectString => _zooKeeper?.ConnectString ?? throw new InvalidOperationException("not started");

    public async Task StartAsync()
    {
        _zooKeeper = await BenchCluster.StartZooKeeperAsync();
        // Silos that join at the same moment collide and back off for seconds.
        for (var i = 0; i < Silos; i++) _silos.Add(await StartSiloAsync(FreePort.Next(), FreePort.Next()));
        _observer = (GrainCaller)await ConnectAsync();
        await HealAsync();
    }

    public async Task<ICaller> ConnectAsync() => await GrainCaller.ConnectAsync(
        Name,
        builder => builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("rival", "rival"));
            client.UseZooKeeperClustering(zooKeeper => zooKeeper.ConnectionString = ConnectString);
        }),
        async services => await services.GetRequiredService<IGrainFactory>().GetGrain<ISingletonGrain>("the-one").WhoAsync());

    public async Task<string> ActiveAsync() => (await _observer!.CallAsync(CancellationToken.None))!;

    public void Kill(string who) => ProcessSignals.Kill(int.Parse(who, CultureInfo.InvariantCulture));

    public Task ChangeAsync(string who) => _silos.Single(s => s.Process.Pid == int.Parse(who, CultureInfo.InvariantCulture)).Process.TerminateAsync();

    public async Task HealAsync()
    {
        for (var i = 0; i < _silos.Count; i++)
        {
            var silo = _silos[i];
            if (!silo.Process.HasExited) continue;
            await silo.Process.DisposeAsync();
            _silos[i] = await StartSiloAsync(silo.SiloPort, silo.GatewayPort);
        }

        // A fresh client would do; this one must have noticed as well.
        await Eventually.TrueAsync($"{Name} answers", async () =>
        {
            try
            {
                return await ActiveAsync().WaitAsync(TestTimeouts.Short) is not null;
            }
            catch (Exception e) when (e is TimeoutException or OrleansException)
            {
                return false;
            }
        }, TestTimeouts.Long);
        await Task.Delay(Quiet);
    }

    public async ValueTask DisposeAsync()
    {
        if (_observer is not null) await _observer.DisposeAsync();
        foreach (var silo in _silos) await silo.Process.DisposeAsync();
        if (_zooKeeper is not null) await _zooKeeper.DisposeAsync();
    }

    private async Task<(int SiloPort, int GatewayPort, ChildProcess Process)> StartSiloAsync(int siloPort, int gatewayPort)
    {
        var dll = Path.Combine(Machine.RepositoryRoot, "bench", "AtlasHa.Bench.OrleansRival", "bin", "Release", "net10.0", "AtlasHa.Bench.OrleansRival.dll");
        var process = new ChildProcess(new("dotnet",
        [
            dll, ConnectString, siloPort.ToString(CultureInfo.InvariantCulture), gatewayPort.ToString(CultureInfo.InvariantCulture), tuned ? "tuned" : "stock",
        ]));
        await Eventually.TrueAsync($"a silo joins\n{process.Output}", () => process.Output.Contains("ready", StringComparison.Ordinal) || process.HasExited, TestTimeouts.Long);
        if (process.HasExited) throw new InvalidOperationException($"a silo ended while it started: {process.Output}");
        return (siloPort, gatewayPort, process);
    }
}
