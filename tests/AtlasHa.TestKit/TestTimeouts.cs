using System.Globalization;

namespace AtlasHa.TestKit;

/// <summary>Deadlines of all waits; ATLASHA_TEST_TIMEOUT_FACTOR multiplies them on slow machines.</summary>
public static class TestTimeouts
{
    public static double Factor { get; } = ReadFactor();

    /// <summary>For anything that happens on this machine without a process start.</summary>
    public static TimeSpan Short { get; } = TimeSpan.FromSeconds(30) * Factor;

    /// <summary>For the start of a process.</summary>
    public static TimeSpan Long { get; } = TimeSpan.FromSeconds(120) * Factor;

    private static double ReadFactor()
    {
        var text = Environment.GetEnvironmentVariable("ATLASHA_TEST_TIMEOUT_FACTOR");
        if (string.IsNullOrEmpty(text))
            return 1;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) && factor > 0
            ? factor
            : throw new InvalidOperationException($"ATLASHA_TEST_TIMEOUT_FACTOR is '{text}', not a positive number");
    }
}
