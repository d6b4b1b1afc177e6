using System.Net;
using Orleans.Configuration;
using Orleans.Hosting;

namespace AtlasHa.Server.Hosting;

internal static class SiloHosting
{
    /// <summary>The Orleans silo: membership in ZooKeeper, endpoints as set.</summary>
    public static void AddSilo(this WebApplicationBuilder builder, ServerOptions options)
        => builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.ClusterId, options.ClusterId));
            silo.Configure<SiloOptions>(names => names.SiloName = options.InstanceId);
            silo.ConfigureEndpoints(IPAddress.Parse(options.Silo.Address), options.Silo.Port, options.Silo.GatewayPort);
            silo.UseZooKeeperClustering(zooKeeper =>
            {
                zooKeeper.ConnectionString = options.ZooKeeper.ConnectString;
                zooKeeper.SessionTimeout = options.ZooKeeper.SessionTimeout;
                zooKeeper.DigestCredentials = options.ZooKeeper.DigestCredentials;
                zooKeeper.Tls = options.ZooKeeper.Tls;
                // An outage of the coordinator must not keep a process from starting: it says what is wrong, and joins when it can.
                zooKeeper.WaitForZooKeeper = true;
            });
            silo.Configure<ClusterMembershipOptions>(membership =>
            {
                // Where the active is follows the election, not this. A killed silo refuses connections, so its probes fail at once; a paused one keeps its
                // connections, and with the long maximum it is not evicted for a pause that it will survive.
                membership.ProbeTimeout = membership.MinProbeTimeout = TimeSpan.FromSeconds(1);
                membership.NumMissedProbesLimit = 2;
                membership.NumVotesForDeathDeclaration = 1;
                // A silo that was declared dead by mistake is not told. It learns so when it reads the table, and then hands over in order.
                membership.TableRefreshTimeout = TimeSpan.FromSeconds(10);
                // Dead rows only slow down reading the table; nobody asks for them after an hour.
                membership.DefunctSiloMinimumRetention = TimeSpan.FromHours(1);
                membership.DefunctSiloExpiration = TimeSpan.FromHours(1);
            });
        });
}
