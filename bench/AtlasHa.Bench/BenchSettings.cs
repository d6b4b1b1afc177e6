using System.Globalization;

namespace AtlasHa.Bench;

/// <summary>What the command line says; null leaves the choice to each benchmark.</summary>
/// <param name="Runs">Kills, switchovers or rounds.</param>
/// <param name="Seconds">Length of one round of load, or of an outage.</param>
/// <param name="Entities">Size of the largest generated catalogue.</param>
/// <param name="Only">Part of the name of the rivals or stores that are measured; the others are left out.</param>
internal sealed record BenchSettings(int? Runs, double? Seconds, int? Entities, string? Only)
{
    /// <summary>The options as the command line has them, each after a space.</summary>
    public string CommandLine => string.Create(CultureInfo.InvariantCulture,
        $"{(Runs is { } runs ? $" --runs {runs}" : "")}{(Seconds is { } seconds ? $" --seconds {seconds}" : "")}"
        + $"{(Entities is { } entities ? $" --entities {entities}" : "")}{(Only is { } only ? $" --only {only}" : "")}");

    public bool Includes(string name) => Only is null || name.Contains(Only, StringComparison.OrdinalIgnoreCase);

    public TimeSpan Length(double defaultSeconds) => TimeSpan.FromSeconds(Seconds ?? defaultSeconds);
}
