using AtlasHa.Catalog.Model.Errors;

namespace AtlasHa.Catalog.Tables;

/// <summary>Reads an uploaded table: CSV, or the first sheet of an Excel file. The ending of its name says which.</summary>
internal static class TableFile
{
    /// <returns>The rows that are not blank, the heading first; blanks around values are gone.</returns>
    /// <exception cref="AtlasException">404-00-014: no name; 400-00-098: another ending.</exception>
    /// <exception cref="TableFileException">It is no such file, or too large a one.</exception>
    public static async Task<IReadOnlyList<IReadOnlyList<string>>> ReadAsync(
        string? fileName, byte[] content, TimeProvider time, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(fileName))
            throw new AtlasException(AtlasErrorCode.FileNameNotFound, "the request has no part named file");
        return Path.GetExtension(fileName).ToUpperInvariant() switch
        {
            ".CSV" => CsvTable.Read(content),
            ".XLSX" => await ExcelTable.ReadAsync(content, isOpenXml: true, time, cancellationToken).ConfigureAwait(false),
            ".XLS" => await ExcelTable.ReadAsync(content, isOpenXml: false, time, cancellationToken).ConfigureAwait(false),
            _ => throw new AtlasException(AtlasErrorCode.InvalidFileType, fileName),
        };
    }
}
