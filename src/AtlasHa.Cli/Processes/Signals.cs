using System.Runtime.InteropServices;

namespace AtlasHa.Cli.Processes;

/// <summary>Sends signals to processes whose identity was checked.</summary>
internal static partial class Signals
{
    private const int SigKill = 9;
    private const int SigTerm = 15;

    /// <summary>Asks a process to end (SIGTERM). False when it has ended already.</summary>
    public static bool Terminate(ProcessIdentity process) => Send(process, SigTerm);

    /// <summary>Ends a process at once (SIGKILL). False when it has ended already.</summary>
    public static bool Kill(ProcessIdentity process) => Send(process, SigKill);

    private static bool Send(ProcessIdentity process, int signal)
    {
        if (!ProcessTable.IsAlive(process)) return false;
        if (SendSignal(process.Pid, signal) == 0) return true;
        if (!ProcessTable.IsAlive(process)) return false;
        throw new CliException(
            $"may not signal process {process.Pid}: {Marshal.GetLastPInvokeErrorMessage()}. Run atlas-ha as the user that started the cluster.");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int pid, int signal);
}
