using AtlasHa.Catalog.Storage;
using Npgsql;

namespace AtlasHa.Storage.Postgres;

/// <summary>Tells failures of the machine from mistakes in the code, and says what to do about the former.</summary>
internal static class PostgresErrors
{
    /// <summary>The exception for a failed call: <see cref="StoreUnavailableException"/> unless SQL or the call itself was wrong.</summary>
    public static Exception For(NpgsqlException failure, string server, bool committing = false)
    {
        var advice = failure is PostgresException refused
            ? Advice(refused.SqlState)
            : IsPoolExhausted(failure)
                ? "may be well: all connections that this instance may have are in use. See what it is asked, or raise Maximum Pool Size in the connection string"
                : "does not answer: check that it runs and that its address and port can be reached from here";
        return advice is null && !committing
            ? failure
            : new StoreUnavailableException($"{server} {advice ?? "refused the commit"} ({failure.Message})", committing && !IsAborted(failure), failure);
    }

    /// <summary>The connection is gone; the same call can succeed on another one.</summary>
    public static bool IsConnectionLost(Exception failure) => failure switch
    {
        PostgresException refused => refused.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow || refused.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException => failure.InnerException is not TimeoutException,
        StoreUnavailableException => failure.InnerException is { } inner && IsConnectionLost(inner),
        _ => false,
    };

    /// <summary>No answer in time: the connection may be gone without anybody having been told.</summary>
    public static bool IsTimeout(Exception failure) => failure switch
    {
        NpgsqlException => failure.InnerException is TimeoutException && !IsPoolExhausted(failure),
        StoreUnavailableException => failure.InnerException is { } inner && IsTimeout(inner),
        _ => false,
    };

    // The driver has no other sign of it than the text.
    private static bool IsPoolExhausted(Exception failure) => failure.Message.StartsWith("The connection pool has been exhausted", StringComparison.Ordinal);

    // An ERROR in answer to COMMIT is a rollback. FATAL ends the session and may come after the commit was made locally.
    private static bool IsAborted(NpgsqlException failure) => failure is PostgresException { InvariantSeverity: "ERROR" };

    private static string? Advice(string state) => state switch
    {
        PostgresErrorCodes.DiskFull => "cannot grow: its disk is full. Free space there; nothing needs a restart",
        PostgresErrorCodes.OutOfMemory => "got no memory: check the server's memory and settings",
        PostgresErrorCodes.TooManyConnections => "has no free connection: raise its max_connections or lower Maximum Pool Size",
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow =>
            "ended the session or is starting or stopping; try again",
        PostgresErrorCodes.LockNotAvailable => "did not give the turn to write in time; try again",
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => "broke off the transaction because of another one; try again",
        PostgresErrorCodes.QueryCanceled => "broke the operation off; see its statement_timeout and who cancelled it",
        "25P03" => "ended the transaction because this instance paused in the middle of it; try again",
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            "refused the log-in: check Username and Password in the connection string and the server's pg_hba.conf",
        PostgresErrorCodes.InvalidCatalogName => "has no such database: create it, owned by the user of the connection string",
        PostgresErrorCodes.InsufficientPrivilege => "denied permission: make the user of the connection string the owner of the database",
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            "is read-only, probably a standby: connect to the primary (Target Session Attributes=primary with several hosts)",
        PostgresErrorCodes.UndefinedTable => "has no catalogue: an instance creates it when it starts",
        PostgresErrorCodes.IoError or PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted =>
            "cannot read or write its files: check its disk and its log",
        _ => state.StartsWith("08", StringComparison.Ordinal) ? "lost the connection; try again" : null,
    };
}
