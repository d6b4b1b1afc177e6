using System.Globalization;
using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;

// One silo: CONNECT-STRING SILO-PORT GATEWAY-PORT stock|tuned. It says "ready" when it has joined.
var (zooKeeper, siloPort, gatewayPort, tuned) =
    (args[0], int.Parse(args[1], CultureInfo.InvariantCulture), int.Parse(args[2], CultureInfo.InvariantCulture), args[3] == "tuned");

var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders();
builder.UseOrleans(silo =>
{
    silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("rival", "rival"));
    silo.ConfigureEndpoints(IPAddress.Loopback, siloPort, gatewayPort);
    silo.UseZooKeeperClustering(options => options.ConnectionString = zooKeeper);
    if (tuned)
    {
        // As hard as stays stable: a killed process refuses its probes at once, a paused one keeps its connections and has the long maximum.
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = membership.MinProbeTimeout = TimeSpan.FromMilliseconds(50);
            membership.MaxProbeTimeout = TimeSpan.FromSeconds(2);
            membership.NumMissedProbesLimit = 1;
            membership.NumVotesForDeathDeclaration = 1;
            membership.EnableIndirectProbes = false;
        });
    }
});
using var host = builder.Build();
await host.StartAsync();
Console.WriteLine("ready");
await host.WaitForShutdownAsync();
