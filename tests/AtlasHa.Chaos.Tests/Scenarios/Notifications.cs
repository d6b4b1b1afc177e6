using AtlasHa.Chaos.Tests.Harness;
using AtlasHa.Chaos.Tests.Load;
using AtlasHa.TestKit;

namespace AtlasHa.Chaos.Tests.Scenarios;

/// <summary>Hooks' messages, whoever is active.</summary>
public sealed class Notifications(ChaosFixture chaos)
{
    /// <summary>
    /// Scenarios 49 and 50: the active is killed, switched over and frozen while messages are queued and processed. Afterwards every number was written to the
    /// register once and in order, and the outbox tells of each once and in order.
    /// </summary>
    [Fact]
    public Task Messages_take_effect_once_and_in_order_when_the_active_changes() => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        var key = $"hooked-{Guid.NewGuid():N}";
        await using var stream = MessageStream.Start(cluster.Urls, key);
        await stream.AcknowledgedAsync(30);

        var killed = await cluster.ActiveAsync();
        await killed.KillAsync();
        await stream.AcknowledgedAsync(30);
        await cluster.StartAsync(killed);

        var left = await cluster.ActiveAsync();
        await cluster.Operator.SwitchOverWhenReadyAsync(left, cluster.Instances.First(instance => instance != left));
        await stream.AcknowledgedAsync(30);

        var frozen = await cluster.ActiveAsync();
        frozen.Freeze();
        await stream.AcknowledgedAsync(30);
        frozen.Continue();
        await stream.AcknowledgedAsync(30);

        var expected = Enumerable.Range(0, await stream.StopAsync()).Select(number => (long)number).ToList();
        await Eventually.TrueAsync("all messages are processed", () => cluster.Journal.CountQueuedMessages() == 0, TestTimeouts.Long);
        cluster.Journal.Read().Where(row => row.Key == key).Select(row => row.Number).ShouldBe(expected.Select(number => (long?)number));
        cluster.Journal.CountTold(key).ShouldBe(expected.Count);
        await load.ServedAsync();
    });
}
