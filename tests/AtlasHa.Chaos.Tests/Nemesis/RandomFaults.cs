using System.Diagnostics;
using AtlasHa.Chaos.Tests.Harness;

namespace AtlasHa.Chaos.Tests.Nemesis;

/// <summary>
/// Scenario 27 as far as one host allows, and whatever else the dice bring: faults at random, one upon the other. Environment: <c>CHAOS_SEED</c>,
/// <c>CHAOS_MINUTES</c>.
/// </summary>
public sealed class RandomFaults(ChaosFixture chaos, ITestOutputHelper output)
{
    /// <summary>Histories are checked after each, and a schedule that finds a fault is short.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(1);

    /// <summary>A new cluster now and then keeps store and journal small.</summary>
    private const int RoundsPerCluster = 20;

    [Fact]
    public async Task Users_are_told_the_truth_whatever_fails()
    {
        var began = Stopwatch.GetTimestamp();
        var seed = ChaosSettings.Seed;
        for (var left = ChaosSettings.Duration; left > TimeSpan.Zero; left = ChaosSettings.Duration - Stopwatch.GetElapsedTime(began))
        {
            output.WriteLine($"CHAOS_SEED={seed}");
            var round = left < Round ? left : Round;
            await chaos.UnderLoadAsync((cluster, load) => new NemesisRun(seed, cluster, load, output.WriteLine).ForAsync(round), seed);
            seed++;
            if ((seed - ChaosSettings.Seed) % RoundsPerCluster == 0) await chaos.RenewAsync();
        }
    }
}
