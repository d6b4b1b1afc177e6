using System.Globalization;
using System.Text;
using AtlasHa.Catalog.Model.Errors;
using CsvHelper;
using CsvHelper.Configuration;

namespace AtlasHa.Catalog.Glossary;

/// <summary>Reads files of terms: a header line, then a term in each row, the columns in the template's order.</summary>
internal static class TermFile
{
    /// <exception cref="AtlasException">404-00-014 no file name; 400-00-098 no CSV file; 400-00-09B no rows; 409-00-011 it cannot be read as CSV.</exception>
    public static IReadOnlyList<TermRow> Read(string? fileName, byte[] content)
    {
        if (string.IsNullOrWhiteSpace(fileName))
            throw new AtlasException(AtlasErrorCode.FileNameNotFound, "the request has no part named file");
        if (!fileName.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            throw new AtlasException(AtlasErrorCode.InvalidFileType, fileName);

        List<TermRow> rows = Parse(content);
        return rows.Count > 0 ? rows : throw new AtlasException(AtlasErrorCode.NoDataFound);
    }

    private static List<TermRow> Parse(byte[] content)
    {
        var settings = new CsvConfiguration(CultureInfo.InvariantCulture) { TrimOptions = TrimOptions.Trim };
        using var csv = new CsvParser(new StreamReader(new MemoryStream(content), Encoding.UTF8), settings);
        try
        {
            // The template's order counts, whatever the header calls the columns.
            if (!csv.Read())
                return [];
            var rows = new List<TermRow>();
            while (csv.Read())
                rows.Add(new TermRow(csv.Record ?? []));
            return rows;
        }
        catch (CsvHelperException failure)
        {
            throw new AtlasException(AtlasErrorCode.GlossaryImportFailed, failure, $"line {csv.RawRow}: {failure.Message.Split('\n')[0].Trim()}");
        }
    }
}
