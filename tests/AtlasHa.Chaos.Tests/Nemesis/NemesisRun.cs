using System.Diagnostics;
using System.Globalization;
using AtlasHa.Chaos.Tests.Harness;
using AtlasHa.Chaos.Tests.Load;
using AtlasHa.ZooKeeper;

namespace AtlasHa.Chaos.Tests.Nemesis;

/// <summary>Carries out the schedule of a seed. What is done is decided by the seed alone; when exactly, by the machine.</summary>
internal sealed class NemesisRun(int seed, ChaosCluster cluster, RegisterLoad load, Action<string> print)
{
    private readonly long _began = Stopwatch.GetTimestamp();

    public async Task ForAsync(TimeSpan duration)
    {
        foreach (var step in Step.From(seed, cluster.Instances.Count))
        {
            if (Stopwatch.GetElapsedTime(_began) >= duration) return;
            var victim = new Victim((step.OnActive ? await cluster.FindActiveAsync() : null) ?? cluster.Instances[step.Instance], step.Server);
            if (!step.Fault.IsPossible(cluster, victim))
            {
                Print($"{step}: not possible now");
                continue;
            }

            Print($"{step}: {victim.Instance.Id}");
            await BeginAsync(step, victim);
            await Lasting.ForAsync(step.Lasts);
            if (!step.ThenHeal) continue;
            await cluster.HealAsync();
            await load.ServedAsync(50);
        }
    }

    /// <summary>What an operator asks for can come to nothing, because of the faults that are there already.</summary>
    private async Task BeginAsync(Step step, Victim victim)
    {
        try
        {
            await step.Fault.BeginAsync(cluster, victim);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or ZooKeeperException or ShouldAssertException)
        {
            Print($"    came to nothing: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private void Print(string line) => print(string.Create(CultureInfo.InvariantCulture, $"+{Stopwatch.GetElapsedTime(_began).TotalSeconds,6:0.0} s  {line}"));
}
