using AtlasHa.Clustering.ZooKeeper.Tests.Harness;
using AtlasHa.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace AtlasHa.Clustering.ZooKeeper.Tests.Hosting;

/// <summary>Whole silos and a client that know of each other by ZooKeeper only.</summary>
public sealed class ClusterTests : IAsyncLifetime
{
    private const int Silos = 3;
    private const string ConnectionStringKey = "ZooKeeperForTheTest";

    private ZooKeeperServerProcess _server = null!;
    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        ZooKeeperFixture.SkipUnlessAvailable();
        _server = await ZooKeeperServerProcess.StartAsync();
        var builder = new TestClusterBuilder(Silos)
        {
            Options = { UseTestClusterMembership = false, ConnectionTransport = ConnectionTransportType.TcpSocket },
            Properties = { [ConnectionStringKey] = _server.ConnectString + "/orleans" },
        };
        builder.AddSiloBuilderConfigurator<SiloConfiguration>();
        builder.AddClientBuilderConfigurator<ClientConfiguration>();
        _cluster = builder.Build();
        await Eventually.DoneAsync("the cluster has started", _cluster.DeployAsync(), TestTimeouts.Long);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task Client_finds_the_silos_and_calls_grains_on_them()
    {
        await AllSilosSeeAsync(Silos);

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(key => _cluster.Client.GetGrain<IEchoGrain>(key).EchoAsync($"hello {key}")));

        answers.Select(answer => answer.Text).ShouldBe(Enumerable.Range(0, 30).Select(key => $"hello {key}"));
        answers.Select(answer => answer.Silo).Distinct().Count().ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Each_silo_and_the_client_hold_one_session_each()
    {
        await AllSilosSeeAsync(Silos);
        var before = await Sessions.ConnectedAsync(_server);
        before.Count.ShouldBe(Silos + 1);

        foreach (var silo in _cluster.Silos)
            await _cluster.GetSiloServiceProvider(silo.SiloAddress).GetRequiredService<IMembershipTable>().ReadAllAsync();

        (await Sessions.ConnectedAsync(_server)).Order().ShouldBe(before.Order());
    }

    [Fact]
    public async Task Killed_silo_is_declared_dead_and_the_cluster_goes_on()
    {
        await AllSilosSeeAsync(Silos);
        var victim = _cluster.Silos[^1];

        await _cluster.KillSiloAsync(victim);

        await Eventually.TrueAsync("the survivors declare the silo dead", async () => await StatusAsync(victim.SiloAddress) == SiloStatus.Dead, TestTimeouts.Long);
        await AllSilosSeeAsync(Silos - 1);
        (await _cluster.Client.GetGrain<IEchoGrain>(99).EchoAsync("still here")).Text.ShouldBe("still here");
    }

    [Fact]
    public async Task Stopped_silo_says_goodbye_in_the_table_and_closes_its_session()
    {
        await AllSilosSeeAsync(Silos);
        var leaving = _cluster.Silos[^1];

        await _cluster.StopSiloAsync(leaving);

        (await StatusAsync(leaving.SiloAddress)).ShouldBe(SiloStatus.Dead);
        await Eventually.TrueAsync("its session is closed", async () => (await Sessions.ConnectedAsync(_server)).Count == Silos);
    }

    private async Task<SiloStatus> StatusAsync(SiloAddress silo)
    {
        var table = _cluster.GetSiloServiceProvider(_cluster.Silos[0].SiloAddress).GetRequiredService<IMembershipTable>();
        return (await table.ReadRowAsync(silo)).Members.Single().Item1.Status;
    }

    private Task AllSilosSeeAsync(int active) => Eventually.TrueAsync(
        $"all silos see {active} active silos",
        () => _cluster.GetActiveSilos().All(silo => ActiveAsSeenBy(silo.SiloAddress) == active),
        TestTimeouts.Long);

    private int ActiveAsSeenBy(SiloAddress silo)
        => _cluster.GetSiloServiceProvider(silo).GetRequiredService<IClusterMembershipService>()
            .CurrentSnapshot.Members.Values.Count(member => member.Status == SiloStatus.Active);

    private sealed class SiloConfiguration : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder)
        {
            siloBuilder.UseZooKeeperClustering(options => options.ConnectionString = siloBuilder.Configuration[ConnectionStringKey]!);
            siloBuilder.Configure<ClusterMembershipOptions>(membership =>
            {
                membership.ProbeTimeout = TimeSpan.FromSeconds(1);
                membership.NumMissedProbesLimit = 1;
                membership.NumVotesForDeathDeclaration = 1;
            });
        }
    }

    private sealed class ClientConfiguration : IClientBuilderConfigurator
    {
        public void Configure(IConfiguration configuration, IClientBuilder clientBuilder)
            => clientBuilder.UseZooKeeperClustering(options => options.ConnectionString = configuration[ConnectionStringKey]!);
    }
}
