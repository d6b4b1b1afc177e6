using System.Globalization;
using AtlasHa.Clustering.ZooKeeper.Gateways;
using AtlasHa.Clustering.ZooKeeper.Membership;
using AtlasHa.TestKit;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Messaging;

namespace AtlasHa.Clustering.ZooKeeper.Tests.Hosting;

/// <summary>Hosts that name the provider in configuration only, over TCP.</summary>
public sealed class ConfigurationTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Silo_and_client_meet_when_configuration_names_the_provider()
    {
        var settings = Settings(await zooKeeper.NewChrootAsync());
        using var silo = Silo(settings);
        using var client = Client(settings);

        await Eventually.DoneAsync("the silo has started", silo.StartAsync(), TestTimeouts.Long);
        silo.Services.GetRequiredService<IMembershipTable>().ShouldBeOfType<ZooKeeperMembershipTable>();
        await Eventually.DoneAsync("the client has started", client.StartAsync(), TestTimeouts.Long);
        var gateways = client.Services.GetRequiredService<IGatewayListProvider>().ShouldBeOfType<ZooKeeperGatewayListProvider>();

        (await client.Services.GetRequiredService<IClusterClient>().GetGrain<IEchoGrain>(1).EchoAsync("hello")).Text.ShouldBe("hello");
        (await gateways.GetGatewaysAsync()).ShouldHaveSingleItem().Scheme.ShouldBe("gwy.tcp");
        gateways.MaxStaleness.ShouldBe(client.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<GatewayOptions>>().Value.GatewayListRefreshPeriod);

        await Eventually.DoneAsync("the client has stopped", client.StopAsync(), TestTimeouts.Long);
        await Eventually.DoneAsync("the silo has stopped", silo.StopAsync(), TestTimeouts.Long);
    }

    [Fact]
    public async Task Cluster_that_never_started_has_no_gateways()
    {
        using var client = Client(Settings(await zooKeeper.NewChrootAsync()));

        (await client.Services.GetRequiredService<IGatewayListProvider>().GetGatewaysAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Credentials_close_the_membership_to_everybody_else()
    {
        var chroot = await zooKeeper.NewChrootAsync();
        var settings = Settings(chroot);
        settings["Orleans:Clustering:DigestCredentials"] = "orleans:secret";
        using var silo = Silo(settings);
        await silo.Services.GetRequiredService<IMembershipTable>().InitializeMembershipTableAsync(true);

        (await silo.Services.GetRequiredService<IMembershipTable>().ReadAllAsync()).Members.ShouldBeEmpty();
        await using var stranger = Harness.Sessions.Factory(chroot).Create();
        (await Should.ThrowAsync<ZooKeeperException>(() => stranger.GetDataAsync("/configured"))).Code.ShouldBe(ErrorCode.NoAuth);
    }

    private static Dictionary<string, string?> Settings(string connectionString) => new()
    {
        ["Orleans:ClusterId"] = "configured",
        ["Orleans:ServiceId"] = "configured",
        ["Orleans:Clustering:ProviderType"] = "ZooKeeper",
        ["Orleans:Clustering:ConnectionString"] = connectionString,
    };

    private static IHost Silo(Dictionary<string, string?> settings)
    {
        var builder = Builder(settings);
        builder.Configuration["Orleans:Endpoints:AdvertisedIPAddress"] = "127.0.0.1";
        builder.Configuration["Orleans:Endpoints:SiloPort"] = FreePort.Next().ToString(CultureInfo.InvariantCulture);
        builder.Configuration["Orleans:Endpoints:GatewayPort"] = FreePort.Next().ToString(CultureInfo.InvariantCulture);
        builder.UseOrleans();
        return builder.Build();
    }

    private static IHost Client(Dictionary<string, string?> settings)
    {
        var builder = Builder(settings);
        builder.UseOrleansClient();
        return builder.Build();
    }

    private static HostApplicationBuilder Builder(Dictionary<string, string?> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        return builder;
    }
}
