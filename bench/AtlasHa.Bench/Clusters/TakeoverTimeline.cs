using System.Globalization;
using System.Text.RegularExpressions;

namespace AtlasHa.Bench.Clusters;

/// <summary>
/// When each step of a takeover was done, in milliseconds since the kill, from the instances' own log lines (one clock, millisecond
/// resolution). Null: no line about it, so the step did not happen that way.
/// </summary>
internal sealed partial record TakeoverTimeline(double? Noticed, double? NodesRemoved, double? Elected, double? Claimed, double? HandlersUp, double? Published)
{
    /// <summary>The steps by name, in their order.</summary>
    public static IReadOnlyList<(string Name, Func<TakeoverTimeline, double?> Of)> Steps { get; } =
    [
        ("crash noticed by a peer", t => t.Noticed),
        ("dead instance's nodes removed", t => t.NodesRemoved),
        ("successor elected", t => t.Elected),
        ("epoch raised, store claimed", t => t.Claimed),
        ("handlers up", t => t.HandlersUp),
        ("published", t => t.Published),
    ];

    public static TakeoverTimeline Read(IEnumerable<string> logs, DateTime killedAt)
    {
        double? noticed = null, removed = null, elected = null, claimed = null, up = null, published = null;
        foreach (var line in logs.SelectMany(log => log.Split('\n')))
        {
            if (Line().Match(line) is not { Success: true } match || At(match) < killedAt) continue;
            var since = (At(match) - killedAt).TotalMilliseconds;
            var text = match.Groups["text"].Value;
            if (Removal().Match(text) is { Success: true } removal)
            {
                removed = Earlier(removed, since);
                noticed = Earlier(noticed, since - Number(removal, "ms"));
            }
            else if (text.Contains("is first in the election queue", StringComparison.Ordinal))
            {
                elected = Earlier(elected, since);
            }
            else if (Office().Match(text) is { Success: true } office && published is null)
            {
                published = since;
                up = since - Number(office, "publish");
                claimed = up - Number(office, "activate");
            }
        }

        return new TakeoverTimeline(noticed, removed, elected, claimed, up, published);
    }

    private static double Earlier(double? known, double found) => Math.Min(known ?? found, found);

    private static double Number(Match match, string group) => double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private static DateTime At(Match line) => DateTime.ParseExact(
        line.Groups["at"].ValueSpan, "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    [GeneratedRegex(@"^(?<at>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3})Z \w+: AtlasHa\.LeaderElection\.\S+ (?<text>.*)$")]
    private static partial Regex Line();

    [GeneratedRegex(@"^Crash of .* nodes removed after (?<ms>\d+(\.\d+)?) ms")]
    private static partial Regex Removal();

    [GeneratedRegex(@"is the active one with epoch \d+, .* epoch (?<claim>\d+(\.\d+)?), handlers (?<activate>\d+(\.\d+)?), publication (?<publish>\d+(\.\d+)?)")]
    private static partial Regex Office();
}
