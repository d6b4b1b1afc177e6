using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace AtlasHa.Cli.Processes;

/// <summary>
/// Starts background processes: each in a session of its own, so that a terminal's Ctrl-C reaches only this tool, with
/// its output appended to a log file. Processes that are tied to this tool get a SIGTERM from the kernel if it dies
/// without stopping them.
/// </summary>
internal sealed class ProcessRunner : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];

    // The kernel sends the parent-death signal when the *thread* that forked is gone, so one thread starts them all and stays.
    private readonly Thread _starter;

    public ProcessRunner()
    {
        _starter = new Thread(() =>
        {
            foreach (var action in _work.GetConsumingEnumerable()) action();
        })
        { IsBackground = true, Name = "process starter" };
        _starter.Start();
    }

    /// <summary>Starts the process; <paramref name="dieWithParent"/> ties it to this tool.</summary>
    public Task<ProcessIdentity> StartAsync(ChildProcess child, bool dieWithParent)
    {
        var started = new TaskCompletionSource<ProcessIdentity>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                started.SetResult(Start(child, dieWithParent));
            }
            catch (Exception exception)
            {
                started.SetException(exception);
            }
        });
        return started.Task;
    }

    /// <summary>Ends the starter thread, which ends the processes that are tied to it.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        _starter.Join();
        _work.Dispose();
    }

    private static ProcessIdentity Start(ChildProcess child, bool dieWithParent)
    {
        Directory.CreateDirectory(child.WorkingDirectory);
        Directory.CreateDirectory(Path.GetDirectoryName(child.LogFile)!);
        var command = CommandLine(child, dieWithParent);
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = child.WorkingDirectory,
            // The shell redirects to the log; with pipes here .NET does not count the child as a user of the terminal.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            return ProcessTable.Find(process.Id)
                ?? throw new CliException($"{child.Executable} ended as soon as it was started; see {child.LogFile}.");
        }
        catch (Win32Exception exception)
        {
            throw new CliException($"cannot start {command[0]}: {exception.Message}.", exception);
        }
    }

    // exec all the way: the pid that we see is the program's own.
    private static List<string> CommandLine(ChildProcess child, bool dieWithParent)
    {
        List<string> command = [];
        if (dieWithParent && Executables.Find("setpriv") is { } setpriv) command.AddRange([setpriv, "--pdeathsig", "TERM"]);
        if (Executables.Find("setsid") is { } setsid) command.Add(setsid);
        command.AddRange(["/bin/sh", "-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "atlas-ha", child.LogFile, child.Executable]);
        command.AddRange(child.Arguments);
        return command;
    }
}
