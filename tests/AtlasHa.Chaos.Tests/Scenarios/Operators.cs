using System.Net;
using System.Net.Sockets;
using AtlasHa.Chaos.Tests.Harness;
using AtlasHa.TestKit;

namespace AtlasHa.Chaos.Tests.Scenarios;

/// <summary>People who change ZooKeeper's nodes by hand.</summary>
public sealed class Operators(ChaosFixture chaos)
{
    /// <summary>Scenario 14: the active's node in the queue is deleted.</summary>
    [Fact]
    public Task Active_hands_over_when_its_node_in_the_queue_is_deleted() => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        var epoch = await cluster.EpochAsync();

        await cluster.Operator.DeleteQueueNodeAsync(await cluster.ActiveAsync());

        await Eventually.TrueAsync("a new term", async () => await cluster.EpochAsync() > epoch, TestTimeouts.Long);
        await load.ServedAsync();
    });

    /// <summary>Scenario 15: the whole queue is deleted.</summary>
    [Fact]
    public Task Election_goes_on_when_the_whole_queue_is_deleted() => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        await cluster.Operator.DeleteQueueAsync();

        await cluster.ActiveAsync();
        await load.ServedAsync();
        await Eventually.TrueAsync("all instances are back in the queue", async () => await cluster.Operator.QueueLengthAsync() == 3, TestTimeouts.Long);
    });

    /// <summary>Scenario 43: another address is written over the active's. Nobody is sent there.</summary>
    [Fact]
    public Task Nobody_is_sent_to_an_address_that_was_forged() => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();

        // The active puts its address right each time.
        for (var round = 0; round < 20; round++)
        {
            await cluster.Operator.ForgeAddressAsync(new Uri($"http://{trap.LocalEndpoint}"));
            await load.ServedAsync(10);
        }

        trap.Pending().ShouldBeFalse("a user or an instance went to the forged address");
    });
}
