using System.Text;

namespace AtlasHa.Catalog.Discovery.Downloads;

/// <summary>Rows of text as a CSV file: UTF-8, every value in quotes, a line feed after each row.</summary>
internal static class CsvText
{
    public static byte[] Of(IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
            text.AppendJoin(',', row.Select(value => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
