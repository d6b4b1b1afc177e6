using System.Globalization;
using System.Text.RegularExpressions;

namespace AtlasHa.Bench.Tools;

/// <summary>The load generator wrk, one thread, as a process of its own.</summary>
internal static partial class Wrk
{
    public const int Connections = 64;

    public static string Program => Tool.Require("wrk", "wrk");

    /// <summary>Runs it; an answer later than half a minute counts as failed.</summary>
    /// <param name="url">What to ask for.</param>
    /// <param name="length">How long.</param>
    /// <param name="script">A Lua script that makes the requests, or null for GETs.</param>
    /// <param name="scriptArgument">What the script's <c>init</c> gets.</param>
    /// <param name="connections">Clients at the same time.</param>
    public static async Task<Round> RunAsync(Uri url, TimeSpan length, string? script = null, string? scriptArgument = null, int connections = Connections)
    {
        string[] arguments =
        [
            "-t1", $"-c{connections}", string.Create(CultureInfo.InvariantCulture, $"-d{length.TotalSeconds:0}s"), "--latency", "--timeout", "30s",
            .. script is null ? (string[])[] : ["-s", script], url.ToString(), .. scriptArgument is null ? (string[])[] : ["--", scriptArgument],
        ];
        var text = await Tool.RunAsync(Program, arguments, length + TimeSpan.FromSeconds(30));
        var failed = Refused().Match(text) is { Success: true } refused ? int.Parse(refused.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
        if (SocketErrors().Match(text) is { Success: true } errors)
            failed += errors.Groups.Values.Skip(1).Sum(g => int.Parse(g.ValueSpan, CultureInfo.InvariantCulture));
        return new Round(
            double.Parse(Rate().Match(text).Groups[1].ValueSpan, CultureInfo.InvariantCulture),
            int.Parse(Total().Match(text).Groups[1].ValueSpan, CultureInfo.InvariantCulture),
            failed,
            Millis(Median().Match(text)),
            Millis(Worst().Match(text)));
    }

    private static double Millis(Match match)
        => double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * match.Groups[2].Value switch { "us" => 0.001, "ms" => 1, _ => 1000 };

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"(\d+) requests in ")]
    private static partial Regex Total();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)")]
    private static partial Regex Refused();

    [GeneratedRegex(@"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)")]
    private static partial Regex SocketErrors();

    [GeneratedRegex(@"50%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex Median();

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex Worst();

    /// <summary>One round; <paramref name="Failed"/> counts answers outside of 2xx and 3xx and broken connections.</summary>
    internal sealed record Round(double PerSecond, int Requests, int Failed, double P50Millis, double P99Millis);
}
