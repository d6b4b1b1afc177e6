using System.Diagnostics;
using AtlasHa.TestKit;

namespace AtlasHa.Chaos.Tests.Harness;

/// <summary>How long a fault lasts is part of the fault.</summary>
internal static class Lasting
{
    /// <summary>Returns when the fault has lasted that long.</summary>
    public static Task ForAsync(TimeSpan duration)
    {
        var began = Stopwatch.GetTimestamp();
        return Eventually.TrueAsync($"the fault has lasted {duration}", () => Stopwatch.GetElapsedTime(began) >= duration, duration + TestTimeouts.Short);
    }
}
