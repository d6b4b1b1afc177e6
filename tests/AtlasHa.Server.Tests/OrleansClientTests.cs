using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;

namespace AtlasHa.Server.Tests;

/// <summary>A .NET program outside the cluster calls the two grains through an Orleans client.</summary>
public sealed class OrleansClientTests : ClusterTest
{
    private static readonly CallContext Caller = new("tester", RequestId: null);

    [Fact]
    public async Task Client_calls_the_active_instance_and_each_status_grain_also_after_a_failover()
    {
        using var host = await ConnectAsync();
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        var active = await Cluster.ActiveAsync();
        var created = await grains.GetActiveInstance().CreateOrUpdateAsync(Entity("through-orleans@test"), Caller);
        var guid = created.GuidAssignments!["-1"];

        foreach (var server in Cluster.Servers)
        {
            var heartbeat = await grains.GetInstanceStatus(server.Settings.InstanceId).ReadAsync();
            heartbeat.InstanceId.ShouldBe(server.Settings.InstanceId);
            heartbeat.Url.ShouldBe(server.Settings.Url.GetLeftPart(UriPartial.Authority));
            heartbeat.Status.ShouldBe(server == active ? "ACTIVE" : "PASSIVE");
        }

        await active.KillAsync();
        await Cluster.ActiveAsync(active.Settings.InstanceId);

        AtlasEntityWithExtInfo? read = null;
        await Eventually.TrueAsync("the active instance answers the Orleans client again", async () =>
        {
            try
            {
                read = await grains.GetActiveInstance().GetByGuidAsync(guid, EntityReadOptions.Default).WaitAsync(TimeSpan.FromSeconds(5));
                return true;
            }
            catch (Exception e) when (e is TimeoutException or OrleansException)
            {
                return false;
            }
        }, TestTimeouts.Long);
        read!.Entity!.Attributes!["qualifiedName"].ShouldBe("through-orleans@test");
    }

    [Fact]
    public async Task Refusal_reaches_the_client_with_atlas_code()
    {
        using var host = await ConnectAsync();
        var active = host.Services.GetRequiredService<IGrainFactory>().GetActiveInstance();
        var refusal = await Should.ThrowAsync<AtlasException>(() => active.GetByGuidAsync("no-such-guid", EntityReadOptions.Default));
        refusal.Code.Code.ShouldBe("ATLAS-404-00-005");
    }

    private static AtlasEntityWithExtInfo Entity(string qualifiedName) => new()
    {
        Entity = new AtlasEntity
        {
            TypeName = EntityLoad.TypeName,
            Guid = "-1",
            Attributes = new Dictionary<string, object?> { ["qualifiedName"] = qualifiedName, ["name"] = qualifiedName },
        },
    };

    private async Task<IHost> ConnectAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("atlas-ha", "atlas-ha"));
            client.UseZooKeeperClustering(zooKeeper => zooKeeper.ConnectionString = Cluster.ZooKeeper.ConnectString);
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
