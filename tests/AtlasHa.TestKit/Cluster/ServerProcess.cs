using System.Collections.Concurrent;
using System.Diagnostics;

namespace AtlasHa.TestKit.Cluster;

/// <summary>
/// One real AtlasHa instance as a process of its own. Faults are verbs. The process dies with the test run, and its output is kept for the
/// message of a test that fails.
/// </summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private ServerProcess(ServerSettings settings, Process process)
    {
        Settings = settings;
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    public ServerSettings Settings { get; }

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The last lines that the process wrote.</summary>
    public string Output => string.Join('\n', _output);

    public static ServerProcess Start(ServerSettings settings)
    {
        Directory.CreateDirectory(settings.Folder);
        string[] command = [.. settings.Launcher, "dotnet", ServerBuild.Dll];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = settings.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (key, value) in settings.ToConfiguration()) start.ArgumentList.Add($"--{key}={value}");
        var process = Process.Start(start) ?? throw new InvalidOperationException("the server did not start");
        ChildReaper.Watch(process.Id);
        var server = new ServerProcess(settings, process);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return server;
    }

    /// <summary>SIGKILL: a crash.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await ExitedAsync();
    }

    /// <summary>SIGTERM: a stop that was asked for. Returns the exit code.</summary>
    public Task<int> TerminateAsync()
    {
        ProcessSignals.Terminate(Pid);
        return ExitedAsync();
    }

    /// <summary>SIGSTOP: the process freezes where it stands, its connections stay open.</summary>
    public void Pause() => ProcessSignals.Pause(Pid);

    /// <summary>SIGCONT: the process goes on as if nothing had happened.</summary>
    public void Resume() => ProcessSignals.Resume(Pid);

    /// <summary>Returns the exit code when the process has ended by itself or otherwise.</summary>
    public async Task<int> ExitedAsync()
    {
        using var deadline = new CancellationTokenSource(TestTimeouts.Long);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
            ChildReaper.Forget(Pid);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{Settings.InstanceId} (pid {Pid}) did not exit; its last output:\n{Output}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) ProcessSignals.Resume(Pid);
        await KillAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        _output.Enqueue(line);
        while (_output.Count > 400) _output.TryDequeue(out _);
    }
}
