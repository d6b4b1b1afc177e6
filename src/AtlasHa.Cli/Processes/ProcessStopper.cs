namespace AtlasHa.Cli.Processes;

/// <summary>Ends processes: politely first, by force after a deadline.</summary>
internal sealed class ProcessStopper(TimeProvider time)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan KillDeadline = TimeSpan.FromSeconds(10);

    /// <summary>SIGTERM to all of them, then SIGKILL to those that are still there after <paramref name="grace"/>. Returns those that had to be killed.</summary>
    public async Task<IReadOnlyList<ProcessIdentity>> StopAsync(
        IReadOnlyCollection<ProcessIdentity> processes, TimeSpan grace, CancellationToken cancellationToken)
    {
        foreach (var process in processes) Signals.Terminate(process);
        var left = await WaitForExitAsync(processes, grace, cancellationToken);
        if (left.Count > 0) await KillAsync(left, cancellationToken);
        return left;
    }

    /// <summary>SIGKILL to all of them; returns when they are gone.</summary>
    public async Task KillAsync(IReadOnlyCollection<ProcessIdentity> processes, CancellationToken cancellationToken)
    {
        foreach (var process in processes) Signals.Kill(process);
        var left = await WaitForExitAsync(processes, KillDeadline, cancellationToken);
        if (left.Count > 0)
            throw new CliException($"process {string.Join(", ", left.Select(p => p.Pid))} did not end within {KillDeadline.TotalSeconds:0} s of SIGKILL; it hangs in the kernel (a dead disk or network mount?).");
    }

    private async Task<IReadOnlyList<ProcessIdentity>> WaitForExitAsync(
        IReadOnlyCollection<ProcessIdentity> processes, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var left = processes.Where(ProcessTable.IsAlive).ToList();
            if (left.Count == 0 || time.GetElapsedTime(start) >= deadline) return left;
            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }
}
