using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace AtlasHa.Catalog.Tables;

/// <summary>Reads CSV in UTF-8.</summary>
internal static class CsvTable
{
    /// <inheritdoc cref="TableFile.ReadAsync"/>
    public static IReadOnlyList<IReadOnlyList<string>> Read(byte[] content)
    {
        var settings = new CsvConfiguration(CultureInfo.InvariantCulture) { HasHeaderRecord = false, TrimOptions = TrimOptions.Trim };
        using var text = new StreamReader(new MemoryStream(content), Encoding.UTF8);
        using var parser = new CsvParser(text, settings);
        try
        {
            List<IReadOnlyList<string>> rows = [];
            while (parser.Read())
                rows.Add(parser.Record ?? []);
            return rows;
        }
        catch (CsvHelperException malformed)
        {
            throw new TableFileException("CSV", $"line {parser.RawRow}: {malformed.Message.Split('\n')[0].Trim()}", malformed);
        }
    }
}
