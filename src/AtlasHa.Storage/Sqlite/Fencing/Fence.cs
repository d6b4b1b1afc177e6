using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Storage.Sqlite.Fencing;

/// <summary>
/// Frees the write lock from a process that has lost the right to write. A former active that is stopped in the middle of a write
/// transaction (SIGSTOP, a frozen container) keeps SQLite's write lock, and every later claim or write would wait for it.
/// <para>
/// Refuse or fence: the holder is killed if, and only if, its boot, pid namespace, pid and start time are those of a process that claimed a
/// lower epoch than the one waiting. Its transaction is rolled back by SQLite; what it had acknowledged is committed and stays. Any other
/// holder (a shell, a backup, this very process) is left alone, and the error names it.
/// </para>
/// <para>
/// Limits: Linux only; a holder in another pid namespace (instances in containers of their own) is invisible or has another number, so it is
/// never killed, as is one of another user unless this process may signal it. A process that is stopped during its very first claim is not
/// recorded yet and is left to the operator.
/// </para>
/// </summary>
internal sealed partial class Fence(ILogger logger)
{
    /// <summary>Kills the lock's holder if <paramref name="epoch"/> supersedes it; the kernel frees the lock then.</summary>
    public void KillSupersededHolder(SqliteSession session, long epoch)
    {
        if (Holder(session) is not { } holder || holder.Pid == Environment.ProcessId)
            return;
        if (ClaimOf(session, holder) is not { } claim || claim.Epoch >= epoch)
            return;
        try
        {
            using var process = Process.GetProcessById(holder.Pid);
            // Opened before this last look, so that a pid that was reused in between is not taken for the holder.
            if (ProcessIdentity.TryRead(holder.Pid) != holder)
                return;
            Log.Killing(logger, holder.Pid, claim.InstanceId, claim.Epoch, session.FileName, epoch);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // Gone already, and the lock with it.
        }
        catch (Win32Exception refused)
        {
            Log.CannotKill(logger, refused, holder.Pid, claim.InstanceId, session.FileName);
        }
    }

    /// <summary>Who holds the lock and what the operator should do about it.</summary>
    public static string Explain(SqliteSession session)
    {
        if (Holder(session) is not { } holder)
            return "its holder is not visible from here (another pid namespace, or no /proc/locks): look for a process that has the file open "
                + "(fuser, lsof) on the host and end it";
        if (holder.Pid == Environment.ProcessId)
            return $"this very process ({holder.Pid}) holds it in another transaction: that one has to end first";
        return ClaimOf(session, holder) is { } claim
            ? $"process {holder.Pid}, instance {claim.InstanceId} of epoch {claim.Epoch}, holds it: end that process if it does not go on"
            : $"process {holder.Pid} holds it and is no instance that claimed an epoch, so it was left alone: see what it is "
                + $"(ps -p {holder.Pid}) and end it, or let it end its transaction";
    }

    private static ProcessIdentity? Holder(SqliteSession session) => WriteLockHolder.Find(session.FileName) is { } pid ? ProcessIdentity.TryRead(pid) : null;

    private static Claim? ClaimOf(SqliteSession session, ProcessIdentity holder)
    {
        List<Claim> claims = [];
        session.Query(
            Sql.SelectClaimant, claims, static (row, list) => list.Add(new Claim(row.GetInt64(0), row.GetString(1))),
            holder.Host, holder.Pid, holder.StartTime);
        return claims.SingleOrDefault();
    }

    private sealed record Claim(long Epoch, string InstanceId);

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "Killing process {Pid} (instance {InstanceId}, epoch {HolderEpoch}): it holds the write lock of {Path} and does not let go, and epoch {Epoch} has superseded it")]
        public static partial void Killing(ILogger logger, int pid, string instanceId, long holderEpoch, string path, long epoch);

        [LoggerMessage(
            Level = LogLevel.Error,
            Message = "Cannot kill process {Pid} (instance {InstanceId}), which holds the write lock of {Path} and is superseded: end it by hand")]
        public static partial void CannotKill(ILogger logger, Exception exception, int pid, string instanceId, string path);
    }
}
