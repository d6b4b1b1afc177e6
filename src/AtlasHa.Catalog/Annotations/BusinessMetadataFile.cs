using System.Globalization;
using System.Text;
using AtlasHa.Catalog.Model.Errors;
using CsvHelper;
using CsvHelper.Configuration;

namespace AtlasHa.Catalog.Annotations;

/// <summary>The form of a file with business metadata to import: CSV with a heading.</summary>
internal static class BusinessMetadataFile
{
    private const string Extension = ".csv";

    /// <exception cref="AtlasException">404-00-014 no name; 400-00-098 not a CSV file by its name; 400-00-09B nothing in it; 400-00-09C no CSV.</exception>
    public static IReadOnlyList<BusinessMetadataLine> Read(string? fileName, byte[] content)
    {
        if (string.IsNullOrWhiteSpace(fileName))
            throw new AtlasException(AtlasErrorCode.FileNameNotFound, fileName);
        if (!fileName.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
            throw new AtlasException(AtlasErrorCode.InvalidFileType, fileName);

        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture) { HasHeaderRecord = false, TrimOptions = TrimOptions.Trim };
        using var text = new StreamReader(new MemoryStream(content), Encoding.UTF8);
        using var parser = new CsvParser(text, configuration);
        try
        {
            if (!parser.Read())
                throw new AtlasException(AtlasErrorCode.NoDataFound);
            var lines = new List<BusinessMetadataLine>();
            while (parser.Read())
                lines.Add(new BusinessMetadataLine(lines.Count + 1, parser.Record ?? []));
            return lines;
        }
        catch (CsvHelperException malformed)
        {
            throw new AtlasException(AtlasErrorCode.NotValidFile, malformed, $"CSV (row {parser.Row})");
        }
    }
}
