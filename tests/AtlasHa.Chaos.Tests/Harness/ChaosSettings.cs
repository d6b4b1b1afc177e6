using System.Globalization;

namespace AtlasHa.Chaos.Tests.Harness;

/// <summary>What the environment asks for; <c>tests/chaos</c> sets it.</summary>
internal static class ChaosSettings
{
    private const int DefaultSeed = 20261122;
    private const double DefaultMinutes = 1;

    /// <summary><c>CHAOS_SEED</c>: decides what users and the random faults do.</summary>
    public static int Seed { get; } = (int)Read("CHAOS_SEED", DefaultSeed);

    /// <summary><c>CHAOS_MINUTES</c>: how long the random faults go on.</summary>
    public static TimeSpan Duration { get; } = TimeSpan.FromMinutes(Read("CHAOS_MINUTES", DefaultMinutes));

    /// <summary>Skips a scenario that takes too long for every test run, unless <c>CHAOS_ALL=1</c>.</summary>
    public static void SkipUnlessAll()
        => Assert.SkipUnless(Environment.GetEnvironmentVariable("CHAOS_ALL") == "1", "left out of the short slice; tests/chaos runs it (CHAOS_ALL=1)");

    private static double Read(string name, double otherwise)
    {
        var text = Environment.GetEnvironmentVariable(name);
        if (string.IsNullOrEmpty(text)) return otherwise;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : throw new InvalidOperationException($"{name} is '{text}', not a positive number");
    }
}
