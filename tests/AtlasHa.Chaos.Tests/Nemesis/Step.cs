using System.Globalization;

namespace AtlasHa.Chaos.Tests.Nemesis;

/// <summary>One step of a schedule.</summary>
/// <param name="OnActive">Hit who is active at that moment; otherwise, or if nobody is, the instance.</param>
/// <param name="Instance">Index of the instance.</param>
/// <param name="Server">Number of the ZooKeeper server.</param>
/// <param name="Lasts">Until the next step.</param>
/// <param name="ThenHeal">End all faults after it; otherwise the next one is added to them.</param>
internal sealed record Step(Fault Fault, bool OnActive, int Instance, int Server, TimeSpan Lasts, bool ThenHeal)
{
    /// <summary>The endless schedule of a seed: the same one each time.</summary>
    public static IEnumerable<Step> From(int seed, int instances)
    {
        var random = new Random(seed);
        while (true)
        {
            yield return new Step(
                Fault.All[random.Next(Fault.All.Count)],
                random.Next(2) == 0,
                random.Next(instances),
                random.Next(3),
                TimeSpan.FromMilliseconds(Math.Pow(10, 1 + (random.NextDouble() * 2.8))),
                random.Next(5) < 3);
        }
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Fault.Name} {(OnActive ? "the active" : $"instance {Instance + 1}")} (server {Server}), {Lasts.TotalMilliseconds:0} ms{(ThenHeal ? ", heal" : "")}");
}
