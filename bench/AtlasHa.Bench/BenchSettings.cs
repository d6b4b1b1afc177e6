namespace AtlasHa.Bench;

/// <summary>What the command line says; null leaves the choice to each benchmark.</summary>
/// <param name="Runs">Kills, switchovers or rounds.</param>
/// <param name="Seconds">Length of one round of load, or of an outage.</param>
internal sealed record BenchSettings(int? Runs, double? Seconds)
{
    public TimeSpan Length(double defaultSeconds) => TimeSpan.FromSeconds(Seconds ?? defaultSeconds);
}
