using System.Diagnostics;
using AtlasHa.TestKit;

namespace AtlasHa.Bench.Tools;

/// <summary>A process that this one has started and ends; its output is kept for the message of a failure.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int KeptLines = 200;

    private readonly Process _process;
    private readonly Queue<string> _output = new();

    public ChildProcess(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        ChildReaper.Watch(_process.Id);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output
    {
        get { lock (_output) return string.Join('\n', _output); }
    }

    /// <summary>SIGTERM, and returns when it has ended.</summary>
    public async Task TerminateAsync()
    {
        if (!_process.HasExited) ProcessSignals.Terminate(Pid);
        await Eventually.DoneAsync($"process {Pid} has ended", _process.WaitForExitAsync(), TestTimeouts.Long);
        ChildReaper.Forget(Pid);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        ChildReaper.Forget(Pid);
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_output)
        {
            _output.Enqueue(line);
            if (_output.Count > KeptLines) _output.Dequeue();
        }
    }
}
