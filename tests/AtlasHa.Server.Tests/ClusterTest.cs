using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Server.Tests;

/// <summary>A fresh cluster of three real processes for each test, because each test breaks it.</summary>
public abstract class ClusterTest : IAsyncLifetime
{
    protected AtlasCluster Cluster { get; private set; } = null!;

    protected ClusterClient Client { get; private set; } = null!;

    protected virtual IReadOnlyDictionary<string, string>? ExtraSettings => null;

    /// <summary>ZooKeeper session timeout of the instances; null for the default, which is short.</summary>
    protected virtual TimeSpan? SessionTimeout => null;

    public virtual async ValueTask InitializeAsync()
    {
        ZooKeeperFixture.SkipUnlessAvailable();
        Cluster = await AtlasCluster.StartAsync(3, ExtraSettings, sessionTimeout: SessionTimeout);
        Client = new ClusterClient([.. Cluster.Servers.Select(s => s.Settings.Url)]);
        await EntityLoad.DefineTypeAsync(Client);
    }

    public virtual async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (Cluster is not null) await Cluster.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>How many active entities hold each qualified name, past all of the product's code.</summary>
    protected virtual IReadOnlyDictionary<string, int> StoredNames() => StoredEntities.CountByQualifiedName(Cluster.StorePath);

    /// <summary>What must hold after every fault: one active, nothing acknowledged is lost, nothing is there twice.</summary>
    protected async Task NothingIsWrongAsync(EntityLoad load)
    {
        await load.StopAsync();
        await Cluster.ActiveAsync();
        load.Refused.ShouldBeEmpty();
        load.Acknowledged.ShouldNotBeEmpty();
        foreach (var server in Cluster.Servers.Where(s => !s.HasExited))
        {
            using var user = new ClusterClient([server.Settings.Url]);
            await Parallel.ForEachAsync(load.Acknowledged, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (entity, _) =>
            {
                var answer = await user.SendAsync(HttpMethod.Get, $"/api/atlas/v2/entity/guid/{entity.Value}");
                ((int)answer.Status).ShouldBe(200, $"{entity.Key} was acknowledged; through {server.Settings.InstanceId}: {answer}");
                ((string?)answer.Json["entity"]!["attributes"]!["qualifiedName"]).ShouldBe(entity.Key);
            });
        }

        StoredNames().Where(e => e.Value != 1).ShouldBeEmpty("no entity may be there twice");
    }
}
