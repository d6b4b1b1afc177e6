namespace AtlasHa.Cli.Processes;

/// <summary>The end of a process's log, for error messages.</summary>
internal static class LogTail
{
    private const int Lines = 8;
    private const int MaxBytes = 16 * 1024;

    /// <summary>Up to 8 last lines, indented, on lines of their own; empty when there is nothing.</summary>
    public static string Read(string file)
    {
        if (!File.Exists(file)) return "";
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Seek(-Math.Min(stream.Length, MaxBytes), SeekOrigin.End);
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(lines.TakeLast(Lines).Select(line => $"{Environment.NewLine}  | {line.TrimEnd()}"));
    }
}
