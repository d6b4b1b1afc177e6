using System.Globalization;
using AtlasHa.Catalog.Model.Errors;

namespace AtlasHa.Catalog.Discovery.Basic;

/// <summary>Stretches of time by name, in UTC, or as two times in milliseconds since the Unix epoch.</summary>
internal static class TimeRanges
{
    /// <summary>First and last millisecond.</summary>
    /// <exception cref="AtlasException">400-00-029: no such stretch.</exception>
    public static (long First, long Last) Parse(string text, DateTimeOffset now)
    {
        if (text.Split(',', StringSplitOptions.TrimEntries) is [var from, var to]
            && long.TryParse(from, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var first)
            && long.TryParse(to, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var last))
            return (first, last);
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var month = today.AddDays(1 - today.Day);
        var quarter = month.AddMonths(-((month.Month - 1) % 3));
        var year = month.AddMonths(1 - month.Month);
        var (start, end) = text switch
        {
            "TODAY" => (today, today.AddDays(1)),
            "YESTERDAY" => (today.AddDays(-1), today),
            "LAST_7_DAYS" => (today.AddDays(-6), today.AddDays(1)),
            "LAST_30_DAYS" => (today.AddDays(-29), today.AddDays(1)),
            "THIS_MONTH" => (month, month.AddMonths(1)),
            "LAST_MONTH" => (month.AddMonths(-1), month),
            "LAST_3_MONTHS" => (month.AddMonths(-3), month),
            "LAST_6_MONTHS" => (month.AddMonths(-6), month),
            "LAST_12_MONTHS" => (month.AddMonths(-12), month),
            "THIS_QUARTER" => (quarter, quarter.AddMonths(3)),
            "LAST_QUARTER" => (quarter.AddMonths(-3), quarter),
            "THIS_YEAR" => (year, year.AddYears(1)),
            "LAST_YEAR" => (year.AddYears(-1), year),
            _ => throw new AtlasException(
                AtlasErrorCode.BadRequest, $"Invalid time range {text}: give two times in milliseconds separated by a comma, or a name such as LAST_7_DAYS"),
        };
        return (start.ToUnixTimeMilliseconds(), end.ToUnixTimeMilliseconds() - 1);
    }
}
