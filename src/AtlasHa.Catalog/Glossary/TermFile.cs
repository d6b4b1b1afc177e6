using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Tables;

namespace AtlasHa.Catalog.Glossary;

/// <summary>Reads files of terms: a heading, then a term in each row, the columns in the template's order.</summary>
internal static class TermFile
{
    /// <exception cref="AtlasException">404-00-014 no file name; 400-00-098 no table by its name; 400-00-09B no rows; 409-00-011 it cannot be read.</exception>
    public static async Task<IReadOnlyList<TermRow>> ReadAsync(string? fileName, byte[] content, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            // The template's order counts, whatever the heading calls the columns.
            IReadOnlyList<IReadOnlyList<string>> table = await TableFile.ReadAsync(fileName, content, time, cancellationToken).ConfigureAwait(false);
            List<TermRow> rows = [.. table.Skip(1).Select(cells => new TermRow(cells))];
            return rows.Count > 0 ? rows : throw new AtlasException(AtlasErrorCode.NoDataFound);
        }
        catch (TableFileException broken)
        {
            throw new AtlasException(AtlasErrorCode.GlossaryImportFailed, broken, $"{broken.Kind}: {broken.Message}");
        }
    }
}
