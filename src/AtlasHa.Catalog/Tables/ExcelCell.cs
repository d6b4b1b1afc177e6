using System.Globalization;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Tables;

/// <summary>What a cell holds, as text.</summary>
internal static class ExcelCell
{
    /// <summary>Below it every whole number is written in full: sheets have no more digits than a double.</summary>
    private const double FullDigits = 1e18;

    /// <summary>Numbers without their format, dates as attributes of type date take them, empty for nothing and for an error.</summary>
    public static string Text(object? value) => value switch
    {
        null => "",
        string text => text.Trim(),
        bool flag => flag ? "TRUE" : "FALSE",
        double number when Math.Abs(number) < FullDigits && Math.Truncate(number) == number => number.ToString("F0", CultureInfo.InvariantCulture),
        DateTime date => date.ToString(Primitives.IsoFormat, CultureInfo.InvariantCulture),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
    };
}
