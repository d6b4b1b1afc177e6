using System.Diagnostics;

namespace AtlasHa.Bench.Calls;

/// <summary>One call, by <see cref="Stopwatch"/> timestamps; <paramref name="Failure"/> is null when the answer was good.</summary>
internal sealed record Call(long Began, long Ended, string? AnsweredBy, string? Failure)
{
    public double Millis => Stopwatch.GetElapsedTime(Began, Ended).TotalMilliseconds;
}
