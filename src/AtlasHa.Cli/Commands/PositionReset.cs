using System.Globalization;

namespace AtlasHa.Cli.Commands;

/// <summary>One <c>TOPIC:PARTITION=WHERE</c> of a command line. What can be said for WHERE is the cluster's to judge.</summary>
internal sealed record PositionReset(string Topic, int Partition, string To)
{
    /// <summary>Null: the text is none. A topic's name has neither of the two signs.</summary>
    public static PositionReset? Parse(string text)
    {
        if (text.Split('=', 2) is not [var where, { Length: > 0 } to] || where.Split(':') is not [{ Length: > 0 } topic, var number]) return null;
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var partition) ? new PositionReset(topic, partition, to) : null;
    }
}
