using System.Diagnostics;

namespace AtlasHa.TestKit;

/// <summary>A file system of a few megabytes in memory, to be filled up. Needs the right to mount, which root has outside of most containers.</summary>
public sealed class TinyDisk : IAsyncDisposable
{
    private readonly string _folder;

    private TinyDisk(string folder) => _folder = folder;

    public string Folder => _folder;

    private string Filler => Path.Combine(_folder, "filler");

    /// <summary>Null when it cannot be mounted here.</summary>
    public static async Task<TinyDisk?> TryMountAsync(int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("atlasha-disk-").FullName;
        if (await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "atlasha-test", folder) == 0) return new TinyDisk(folder);
        Directory.Delete(folder);
        return null;
    }

    /// <summary>Takes every byte that is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = 64 * 1024; size > 0; size /= 2)
        {
            try
            {
                while (true) file.Write(new byte[size]);
            }
            catch (IOException)
            {
                // No room for that many bytes: fewer may still fit.
            }
        }
    }

    /// <summary>Gives back what <see cref="Fill"/> took.</summary>
    public void Free() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        // Lazily: a process that is just ending may still hold a file.
        if (await RunAsync("umount", "--lazy", _folder) == 0) Directory.Delete(_folder);
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await Eventually.DoneAsync(program, process.WaitForExitAsync());
        return process.ExitCode;
    }
}
