using System.IO.Compression;

namespace AtlasHa.Catalog.Tables;

/// <summary>
/// What reading one Excel file may cost. Anybody who may write can send one, and a few bytes of it can stand for very much. What is beyond a limit is an
/// <see cref="InvalidDataException"/> that says which.
/// </summary>
internal sealed class ExcelLimits(TimeProvider time)
{
    public const int MaxBinaryBytes = 16 << 20;
    public const long MaxUnpackedBytes = 32 << 20;
    public const int MaxRows = 100_000;
    public const int MaxColumns = 1_000;
    public const int MaxCells = 4_000_000;
    public const long MaxCharacters = 32 << 20;

    private const int BufferBytes = 64 << 10;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10);

    private readonly long _begun = time.GetTimestamp();
    private long _characters;
    private int _cells;

    public void CheckTime()
    {
        if (time.GetElapsedTime(_begun) > MaxTime)
            throw new InvalidDataException($"it takes more than {MaxTime.TotalSeconds} s to read");
    }

    /// <summary>A form that is not packed.</summary>
    public static void CheckSize(byte[] content)
    {
        if (content.Length > MaxBinaryBytes)
            throw new InvalidDataException($"it has more than {MaxBinaryBytes} bytes");
    }

    /// <summary>Unpacks everything once for its size: what the archive says of it proves nothing.</summary>
    public void CheckUnpacked(byte[] content)
    {
        using var archive = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
        var buffer = new byte[BufferBytes];
        var total = 0L;
        foreach (var entry in archive.Entries)
        {
            using var unpacked = entry.Open();
            while (unpacked.Read(buffer) is > 0 and var count)
            {
                CheckTime();
                total += count;
                if (total > MaxUnpackedBytes)
                    throw new InvalidDataException($"it unpacks to more than {MaxUnpackedBytes} bytes");
            }
        }
    }

    public static void CheckColumns(int count)
    {
        if (count > MaxColumns)
            throw new InvalidDataException($"the sheet has {count} columns, more than {MaxColumns}");
    }

    public void CheckRow(int number)
    {
        CheckTime();
        if (number > MaxRows)
            throw new InvalidDataException($"the sheet has more than {MaxRows} rows");
    }

    /// <summary>One text of the file can stand in many cells, and a cell at a row's end stands for all before it.</summary>
    public void AddCells(int row, IReadOnlyCollection<string> cells)
    {
        _cells += cells.Count;
        if (_cells > MaxCells)
            throw new InvalidDataException($"the rows up to row {row} have more than {MaxCells} cells together");
        _characters += cells.Sum(cell => (long)cell.Length);
        if (_characters > MaxCharacters)
            throw new InvalidDataException($"the cells up to row {row} have more than {MaxCharacters} characters together");
    }
}
