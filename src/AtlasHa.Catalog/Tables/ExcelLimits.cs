using AtlasHa.Catalog.Discovery.Downloads;

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
    public const int MaxCellCharacters = ExcelFile.MaxCellCharacters;

    // A row of the longest cells takes 64 MiB for each time that the library copies it.
    private const long MaxStepBytes = 512L << 20;

    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10);

    private readonly long _begun = time.GetTimestamp();
    private long _allocated = GC.GetAllocatedBytesForCurrentThread();
    private long _unpacked;
    private long _characters;
    private int _cells;

    /// <summary>To be asked often, on the thread that began: whether time is over, or too much has been made of the step that is on.</summary>
    public void CheckWork()
    {
        if (time.GetElapsedTime(_begun) > MaxTime)
            throw new InvalidDataException($"it takes more than {MaxTime.TotalSeconds} s to read");
        if (GC.GetAllocatedBytesForCurrentThread() - _allocated > MaxStepBytes)
            throw new InvalidDataException($"a row of it, or what precedes the rows, takes more than {MaxStepBytes >> 20} MiB to read");
    }

    /// <summary>A step is over: what was made in it may be garbage by now.</summary>
    public void EndStep()
    {
        CheckWork();
        _allocated = GC.GetAllocatedBytesForCurrentThread();
    }

    /// <summary>A form that is not packed.</summary>
    public static void CheckSize(byte[] content)
    {
        if (content.Length > MaxBinaryBytes)
            throw new InvalidDataException($"it has more than {MaxBinaryBytes} bytes");
    }

    /// <summary>Counts what a packed form unpacks to.</summary>
    public void AddUnpacked(int bytes)
    {
        CheckWork();
        _unpacked += bytes;
        if (_unpacked > MaxUnpackedBytes)
            throw new InvalidDataException($"it unpacks to more than {MaxUnpackedBytes} bytes");
    }

    public static void CheckColumns(int count)
    {
        if (count > MaxColumns)
            throw new InvalidDataException($"the sheet has {count} columns, more than {MaxColumns}");
    }

    public void CheckRow(int number)
    {
        EndStep();
        if (number > MaxRows)
            throw new InvalidDataException($"the sheet has more than {MaxRows} rows");
    }

    /// <summary>Before anything is made of it: one text of the file can stand in many cells.</summary>
    /// <param name="characters">With the blanks around it.</param>
    public void AddText(int row, int column, int characters)
    {
        if (characters > MaxCellCharacters)
            throw new InvalidDataException($"the cell in row {row}, column {column} has more than {MaxCellCharacters} characters");
        _characters += characters;
        if (_characters > MaxCharacters)
            throw new InvalidDataException($"the cells up to row {row} have more than {MaxCharacters} characters together");
    }

    /// <summary>A cell at a row's end stands for all before it.</summary>
    public void AddCells(int row, int count)
    {
        _cells += count;
        if (_cells > MaxCells)
            throw new InvalidDataException($"the rows up to row {row} have more than {MaxCells} cells together");
    }
}
