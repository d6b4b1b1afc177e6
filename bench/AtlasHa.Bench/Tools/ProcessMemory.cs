using System.Globalization;

namespace AtlasHa.Bench.Tools;

/// <summary>What a process holds in memory, as /proc has it.</summary>
internal static class ProcessMemory
{
    private const double KilobytesPerMegabyte = 1024;

    public static double ResidentMegabytes(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / KilobytesPerMegabyte;
    }
}
