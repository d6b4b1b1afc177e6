using AtlasHa.LeaderElection;
using AtlasHa.LeaderElection.Hosting;
using AtlasHa.ZooKeeper;
using Orleans.Runtime;

namespace AtlasHa.Server.Hosting;

internal static class CoordinationHosting
{
    /// <summary>The ZooKeeper client and this instance's candidacy.</summary>
    public static void AddCoordination(this WebApplicationBuilder builder, ServerOptions options)
    {
        builder.Services.AddSingleton<IZooKeeperClientFactory>(services => new ZooKeeperClientFactory(
            options.ZooKeeper.ToClientOptions(),
            services.GetRequiredService<ILoggerFactory>(),
            services.GetRequiredService<TimeProvider>()));
        builder.Services.AddLeaderElection(election =>
        {
            election.PeerAddress = options.Silo.Address;
            builder.Configuration.GetSection($"{ServerOptions.Section}:Election").Bind(election);
            election.InstanceId = options.InstanceId;
            election.Url = options.EffectivePublicUrl;
            election.Version = ProductVersion.Current;
            election.ZkRoot = options.ZooKeeper.ZkRoot;
            foreach (var (tag, value) in options.Tags) election.Tags[tag] = value;
        });
        // The silo's address has the generation of this start in it, which Orleans makes.
        builder.Services.AddOptions<LeaderElectionOptions>()
            .Configure<ILocalSiloDetails>((election, silo) => election.SiloAddress = silo.SiloAddress.ToParsableString());
    }
}
