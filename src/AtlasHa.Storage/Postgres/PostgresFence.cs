using Microsoft.Extensions.Logging;
using Npgsql;
using static AtlasHa.Storage.Postgres.PostgresSession;

namespace AtlasHa.Storage.Postgres;

/// <summary>
/// Frees the turn to write from a former active that is frozen in the middle of a transaction. The database session in the way is ended
/// (<c>pg_terminate_backend</c>) if, and only if, it works in this database, names itself a writer of a lower epoch and belongs to a role that
/// this one is a member of. Its transaction is rolled back; what was acknowledged to it stays. Any other session is left alone and named.
/// </summary>
internal sealed partial class PostgresFence(Func<CancellationToken, Task<PostgresSession>> open, ILogger logger)
{
    /// <summary>What the session of a writer calls itself while it writes.</summary>
    public static string NameOf(long epoch) => FormattableString.Invariant($"atlas-ha epoch {epoch}");

    /// <summary>Ends who blocks backend <paramref name="processId"/> and is superseded; says who blocks and what to do, null when nobody does.</summary>
    public async Task<string?> EndSupersededAsync(int processId, long epoch, CancellationToken cancellationToken)
    {
        var session = await open(cancellationToken).ConfigureAwait(false);
        await using var _ = session.ConfigureAwait(false);
        var blockers = await session.QueryAsync(Read, cancellationToken, Statement(Sql.FenceBlockers, processId, epoch)).ConfigureAwait(false);
        foreach (var blocker in blockers.Where(blocker => blocker.Ended))
            Log.Ended(logger, blocker.ProcessId, blocker.Name, epoch);
        return blockers.Count == 0 ? null : string.Join("; ", blockers.Select(Explain));
    }

    private static Blocker Read(NpgsqlDataReader row) =>
        new(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetBoolean(3), row.GetBoolean(4));

    private static string Explain(Blocker blocker) =>
        $"the session of backend {blocker.ProcessId} ('{blocker.Name}', user {blocker.User}) is in the way" + (blocker.Ended
            ? " and was told to end"
            : blocker.Superseded
                ? $" and superseded, but this user may not end it: SELECT pg_terminate_backend({blocker.ProcessId}) as its user or a superuser"
                : $": see what it is in pg_stat_activity and end its transaction, or SELECT pg_terminate_backend({blocker.ProcessId})");

    private sealed record Blocker(int ProcessId, string Name, string User, bool Superseded, bool Ended);

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "Ended the database session of backend {ProcessId} ('{Name}'): it held the turn to write and did not let go, and epoch {Epoch} has superseded it")]
        public static partial void Ended(ILogger logger, int processId, string name, long epoch);
    }
}
