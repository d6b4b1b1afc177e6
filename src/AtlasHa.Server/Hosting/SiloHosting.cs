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
                // Where the active is follows the election, and a crash that the peers have proved is declared at once. This is for the rest, such as the loss
                // of a host, and it ends a process that was taken for dead by mistake: so a link that is silent for some seconds must not count.
                membership.ProbeTimeout = membership.MinProbeTimeout = TimeSpan.FromSeconds(1);
                membership.NumMissedProbesLimit = 10;
                membership.NumVotesForDeathDeclaration = 1;
                // A silo that was declared dead by mistake is not told. It learns so when it reads the table, and then hands over in order.
                membership.TableRefreshTimeout = TimeSpan.FromSeconds(10);
                // Dead rows only slow down reading the table; nobody asks for them after an hour.
                membership.DefunctSiloMinimumRetention = TimeSpan.FromHours(1);
                membership.DefunctSiloExpiration = TimeSpan.FromHours(1);
            });
        });
}
