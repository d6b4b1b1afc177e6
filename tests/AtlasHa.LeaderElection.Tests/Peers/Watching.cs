using AtlasHa.LeaderElection.Tests.Harness;
using AtlasHa.TestKit;

namespace AtlasHa.LeaderElection.Tests.Peers;

internal static class Watching
{
    /// <summary>A passive instance in the queue, returned when its stream to the active is up.</summary>
    public static async Task<TestInstance> StartAsync(ElectionCluster cluster, ScriptedActive active, string id, CapturedLogs? logs = null)
    {
        logs ??= new CapturedLogs();
        var passive = await cluster.StartQueuedAsync(cluster.New(id, logs: logs));
        await passive.UntilSeesActiveAsync(active.Id);
        await Eventually.TrueAsync($"{id} watches {active.Id}", () => logs.Text.Contains($"{id} watches the active instance {active.Id}", StringComparison.Ordinal));
        return passive;
    }
}
