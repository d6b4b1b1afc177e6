namespace AtlasHa.Bench.Calls;

/// <summary>What one caller saw of one fault.</summary>
/// <param name="Caller">The caller's name.</param>
/// <param name="Millis">From the fault to the first good answer.</param>
/// <param name="Failed">Calls that ended without a good answer, from the fault on.</param>
/// <param name="LongestMillis">The longest call that ended after the fault.</param>
/// <param name="Failures">The failures' texts with their counts.</param>
internal sealed record CallerResult(string Caller, double Millis, int Failed, double LongestMillis, IReadOnlyDictionary<string, int> Failures);
