using System.Globalization;

namespace AtlasHa.Bench.Calls;

/// <summary>Requests of a stretch of load.</summary>
/// <param name="Requests">Requests that began in it.</param>
/// <param name="Failed">Those without a good answer.</param>
/// <param name="LongestMillis">The longest of them.</param>
/// <param name="Failures">The failures' texts with their counts.</param>
internal sealed record LoadCount(int Requests, int Failed, double LongestMillis, IReadOnlyDictionary<string, int> Failures)
{
    public static LoadCount Of(IReadOnlyList<Call> calls)
    {
        var failures = calls.Where(c => c.Failure is not null).ToList();
        return new LoadCount(
            calls.Count, failures.Count, calls.Count == 0 ? 0 : calls.Max(c => c.Millis), failures.GroupBy(c => c.Failure!).ToDictionary(g => g.Key, g => g.Count()));
    }

    /// <summary>The failures in words, the most frequent first; empty when there were none.</summary>
    public string Reasons() => string.Join("; ", Failures.OrderByDescending(f => f.Value).Take(4)
        .Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Value} x {f.Key}")));
}
