using System.Text;
using ExcelDataReader;

namespace AtlasHa.Catalog.Tables;

/// <summary>Reads the first sheet of an Excel file, each cell as the text that the sheet's CSV would have there.</summary>
internal static class ExcelTable
{
    // Old files name the code page of their text.
    static ExcelTable() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <inheritdoc cref="TableFile.Read"/>
    public static IReadOnlyList<IReadOnlyList<string>> Read(byte[] content, bool isOpenXml, ExcelLimits limits)
    {
        try
        {
            if (isOpenXml)
                limits.CheckUnpacked(content);
            else
                ExcelLimits.CheckSize(content);
            using var stream = new TimedStream(content, limits);
            using IExcelDataReader sheet = isOpenXml ? ExcelReaderFactory.CreateOpenXmlReader(stream) : ExcelReaderFactory.CreateBinaryReader(stream);
            return Rows(sheet, limits);
        }
        catch (Exception broken) when (broken is not (OperationCanceledException or OutOfMemoryException))
        {
            // The reader meets what anybody may have sent: whatever it fails with is about the file.
            throw new TableFileException(isOpenXml ? "XLSX" : "XLS", broken.Message, broken);
        }
    }

    private static List<IReadOnlyList<string>> Rows(IExcelDataReader sheet, ExcelLimits limits)
    {
        List<IReadOnlyList<string>> rows = [];
        ExcelLimits.CheckColumns(sheet.FieldCount);
        for (var number = 1; sheet.Read(); number++)
        {
            limits.CheckRow(number);
            string[] cells = [.. Enumerable.Range(0, sheet.FieldCount).Select(column => ExcelCell.Text(sheet, column))];
            var used = Array.FindLastIndex(cells, cell => cell.Length > 0) + 1;
            if (used == 0)
                continue;
            // A sheet is as wide as its widest row.
            Array.Resize(ref cells, used);
            limits.AddCells(number, cells);
            rows.Add(cells);
        }
        return rows;
    }
}
