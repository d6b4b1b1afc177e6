using AtlasHa.Catalog.Model.Errors;

namespace AtlasHa.Catalog.Tables;

/// <summary>Reads an uploaded table: CSV, or the first sheet of an Excel file. The ending of its name says which.</summary>
internal static class TableFile
{
    /// <returns>The rows that are not blank, the heading first; blanks around values are gone.</returns>
    /// <exception cref="AtlasException">404-00-014: no name; 400-00-098: another ending.</exception>
    /// <exception cref="TableFileException">It is no such file, or too large a one.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> Read(string? fileName, byte[] content, TimeProvider time)
    {
        if (string.IsNullOrWhiteSpace(fileName))
            throw new AtlasException(AtlasErrorCode.FileNameNotFound, "the request has no part named file");
        return Path.GetExtension(fileName).ToUpperInvariant() switch
        {
            ".CSV" => CsvTable.Read(content),
            ".XLSX" => ExcelTable.Read(content, isOpenXml: true, new ExcelLimits(time)),
            ".XLS" => ExcelTable.Read(content, isOpenXml: false, new ExcelLimits(time)),
            _ => throw new AtlasException(AtlasErrorCode.InvalidFileType, fileName),
        };
    }
}
