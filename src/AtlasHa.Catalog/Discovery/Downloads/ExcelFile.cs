using SpreadCheetah;

namespace AtlasHa.Catalog.Discovery.Downloads;

/// <summary>Rows of text as an Excel file (XLSX) with one sheet.</summary>
internal static class ExcelFile
{
    /// <summary>A cell holds no more; Excel calls a file broken that has more.</summary>
    public const int MaxCellCharacters = 32_767;

    private const string Sheet = "Glossary";
    private const char Ellipsis = '…';

    /// <summary>Longer texts are cut, with an ellipsis at their end.</summary>
    public static async Task<byte[]> OfAsync(IEnumerable<IReadOnlyList<string>> rows, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream();
        var book = await Spreadsheet.CreateNewAsync(file, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (book.ConfigureAwait(false))
        {
            await book.StartWorksheetAsync(Sheet, token: cancellationToken).ConfigureAwait(false);
            foreach (var row in rows)
                await book.AddRowAsync([.. row.Select(text => new DataCell(Fitting(text)))], cancellationToken).ConfigureAwait(false);
            await book.FinishAsync(cancellationToken).ConfigureAwait(false);
        }
        return file.ToArray();
    }

    private static string Fitting(string text) => text.Length <= MaxCellCharacters ? text : text[..(MaxCellCharacters - 1)] + Ellipsis;
}
