using System.ComponentModel;
using System.Runtime.InteropServices;

namespace AtlasHa.TestKit;

/// <summary>kill(2) by process id.</summary>
public static partial class ProcessSignals
{
    private const int SigInt = 2;
    private const int SigKill = 9;
    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;

    /// <summary>What Ctrl-C sends.</summary>
    public static void Interrupt(int pid) => Send(pid, SigInt);

    public static void Kill(int pid) => Send(pid, SigKill);

    public static void Terminate(int pid) => Send(pid, SigTerm);

    /// <summary>Freezes the process (SIGSTOP) until <see cref="Resume"/>.</summary>
    public static void Pause(int pid) => Send(pid, SigStop);

    public static void Resume(int pid) => Send(pid, SigCont);

    private static void Send(int pid, int signal)
    {
        // 0 and below would address whole groups of processes.
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pid);
        if (SendSignal(pid, signal) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"signal {signal} to process {pid}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int pid, int signal);
}
