namespace AtlasHa.Cli.Processes;

/// <summary>
/// One particular process: a pid alone may have been given to another process since. The start time and the boot make it
/// unique, so that a recycled pid is never taken for, or signalled as, the process that once had it.
/// </summary>
/// <param name="Pid">Process id.</param>
/// <param name="StartTicks">Start time in clock ticks since boot (/proc/PID/stat, field 22).</param>
/// <param name="BootId">The kernel's id of this boot.</param>
internal sealed record ProcessIdentity(int Pid, long StartTicks, string BootId);
