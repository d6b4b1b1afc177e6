using System.Diagnostics;

namespace AtlasHa.Bench.Calls;

/// <summary>How long nobody got a good answer.</summary>
internal static class Gaps
{
    /// <summary>The longest time without the end of a good call within the stretch, its edges counted as ends, in milliseconds.</summary>
    /// <param name="calls">Calls in the order of their ends.</param>
    /// <param name="from">Begin of the stretch.</param>
    /// <param name="to">End of the stretch.</param>
    public static double LongestMillis(IEnumerable<Call> calls, long from, long to)
    {
        var (last, longest) = (from, TimeSpan.Zero);
        foreach (var ended in calls.Where(c => c.Failure is null).Select(c => c.Ended).Append(to))
        {
            var gap = Stopwatch.GetElapsedTime(last, ended);
            if (gap > longest) longest = gap;
            last = ended;
        }

        return longest.TotalMilliseconds;
    }
}
