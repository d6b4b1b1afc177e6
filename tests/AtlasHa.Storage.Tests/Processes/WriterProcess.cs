using System.Diagnostics;
using System.Globalization;
using AtlasHa.TestKit;

namespace AtlasHa.Storage.Tests.Processes;

/// <summary>A running AtlasHa.Storage.RaceWriter and what it has reported so far.</summary>
public sealed class WriterProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<(string What, long Number)> _reports = [];
    private readonly Task _reading;
    private readonly Task<string> _errors;

    private WriterProcess(Process process)
    {
        _process = process;
        _reading = ReadReportsAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    public int Pid => _process.Id;

    public bool IsRunning => !_process.HasExited;

    public static WriterProcess Start(string mode, string provider, string database, long? epoch = null)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "AtlasHa.Storage.RaceWriter.dll");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, mode, provider, database])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (epoch is { } claimed)
            start.ArgumentList.Add(claimed.ToString(CultureInfo.InvariantCulture));
        var process = Process.Start(start).ShouldNotBeNull();
        ChildReaper.Watch(process.Id);
        return new WriterProcess(process);
    }

    /// <summary>Every number that was reported with this word.</summary>
    public long[] Reported(string what)
    {
        lock (_reports)
            return [.. _reports.Where(report => report.What == what).Select(report => report.Number)];
    }

    /// <summary>Waits until that many reports with this word have come.</summary>
    public async Task UntilAsync(string what, int count = 1)
    {
        await Eventually.TrueAsync(
            $"{count} x '{what}' of the writer process", () => Reported(what).Length >= count || _reading.IsCompleted, TestTimeouts.Long);
        if (Reported(what).Length < count)
            throw new InvalidOperationException($"the writer process ended before it had reported {count} x '{what}': {await _errors.Within()}");
    }

    /// <summary>Lets a "hold" process go on to take the lock.</summary>
    public async Task GoOnAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Lets a "stall" process go on to commit.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    public void Kill() => ProcessSignals.Kill(Pid);

    public void Pause() => ProcessSignals.Pause(Pid);

    public void Resume() => ProcessSignals.Resume(Pid);

    /// <summary>Waits for the end of the process and of its reports; gives the exit code, 128 + n after signal n.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).Within();
        await _reading.Within();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
            _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(TestTimeouts.Long);
        ChildReaper.Forget(Pid);
        _process.Dispose();
    }

    private async Task ReadReportsAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            // The line that a kill cut off has no number or only the start of one; it has not been reported.
            if (line.Split(' ') is not [var what, var number] || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                continue;
            lock (_reports)
                _reports.Add((what, value));
        }
    }
}
