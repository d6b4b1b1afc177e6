using System.Text;
using ExcelDataReader;

namespace AtlasHa.Catalog.Tables;

/// <summary>Reads the first sheet of an Excel file, each cell as the text that the sheet's CSV would have there.</summary>
internal static class ExcelTable
{
    // In the process: what the limits let one file take, a few may.
    private const int AtATime = 2;

    private static readonly SemaphoreSlim Turns = new(AtATime, AtATime);

    // Old files name the code page of their text.
    static ExcelTable() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Reads it away from the caller's thread when its turn has come. The time that it may take begins then.</summary>
    /// <inheritdoc cref="TableFile.ReadAsync"/>
    public static async Task<IReadOnlyList<IReadOnlyList<string>>> ReadAsync(
        byte[] content, bool isOpenXml, TimeProvider time, CancellationToken cancellationToken)
    {
        await Turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Read(content, isOpenXml, new ExcelLimits(time)), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Turns.Release();
        }
    }

    /// <exception cref="TableFileException">It is no such file, or too large a one.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> Read(byte[] content, bool isOpenXml, ExcelLimits limits)
    {
        try
        {
            if (isOpenXml)
                XlsxCheck.Check(content, limits);
            else
                ExcelLimits.CheckSize(content);
            limits.EndStep();
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
        limits.EndStep();
        ExcelLimits.CheckColumns(sheet.FieldCount);
        for (var number = 1; sheet.Read(); number++)
        {
            limits.CheckRow(number);
            var cells = new string[sheet.FieldCount];
            var used = 0;
            for (var column = 0; column < cells.Length; column++)
            {
                var value = sheet.GetValue(column);
                if (value is string text)
                    limits.AddText(number, column + 1, text.Length);
                cells[column] = ExcelCell.Text(value);
                if (cells[column].Length > 0)
                    used = column + 1;
            }
            if (used == 0)
                continue;
            // A sheet is as wide as its widest row.
            Array.Resize(ref cells, used);
            limits.AddCells(number, used);
            rows.Add(cells);
        }
        return rows;
    }
}
