using AtlasHa.Catalog.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AtlasHa.Storage.Sqlite;

/// <summary>One connection with its prepared statements. Used by one caller at a time. Calls block for as long as SQLite works.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = [];
    private readonly string _path;

    private SqliteSession(SqliteConnection connection, string path) => (_connection, _path) = (connection, path);

    /// <summary>Opens the existing file <paramref name="path"/>.</summary>
    /// <param name="busyTimeout">How long SQLite itself waits for a lock; zero to be told at once.</param>
    public static SqliteSession Open(string path, bool readOnly, TimeSpan busyTimeout)
    {
        var connection = new SqliteConnection(ConnectionString(path, SqliteOpenMode.ReadWrite));
        var session = new SqliteSession(connection, path);
        try
        {
            connection.Open();
            // synchronous=FULL syncs the log at every commit: what was acknowledged survives a power cut.
            session.Run($"PRAGMA busy_timeout = {(int)busyTimeout.TotalMilliseconds}");
            session.Run("PRAGMA synchronous = FULL");
            session.Run("PRAGMA journal_size_limit = 67108864");
            session.Run($"PRAGMA query_only = {(readOnly ? 1 : 0)}");
            return session;
        }
        catch (SqliteException failure)
        {
            session.Dispose();
            throw SqliteErrors.For(failure, path);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public static string ConnectionString(string path, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 1 }.ToString();

    /// <summary>The file's absolute path, symbolic links resolved.</summary>
    public string FileName => _connection.DataSource;

    public bool InTransaction => raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    /// <summary>Starts a transaction that sees one snapshot, taken by its first read.</summary>
    public void Begin() => Run("BEGIN");

    /// <summary>Starts a write transaction; false when another connection holds the write lock.</summary>
    public bool TryBeginImmediate()
    {
        var code = raw.sqlite3_exec(_connection.Handle, "BEGIN IMMEDIATE");
        if (SqliteErrors.IsBusy(code))
            return false;
        ThrowIfFailed(code, outcomeUnknown: false);
        return true;
    }

    /// <summary>Commits durably.</summary>
    /// <exception cref="StoreUnavailableException">
    /// The commit failed. When the database was locked or the disk was full, the log has no complete commit record and nothing was changed;
    /// after any other failure the outcome is unknown.
    /// </exception>
    public void Commit()
    {
        RequireTransaction();
        var code = raw.sqlite3_exec(_connection.Handle, "COMMIT");
        ThrowIfFailed(code, outcomeUnknown: !SqliteErrors.IsBusy(code) && (code & 0xFF) != raw.SQLITE_FULL);
    }

    /// <summary>Ends the transaction without committing it; false when that fails, and the connection must be closed.</summary>
    public bool TryRollback() => !InTransaction || raw.sqlite3_exec(_connection.Handle, "ROLLBACK") == raw.SQLITE_OK;

    public EpochRecord ReadEpoch()
    {
        List<EpochRecord> found = [];
        Query(Sql.SelectEpoch, found, static (row, list) =>
            list.Add(new EpochRecord(row.GetInt64(0), row.IsDBNull(1) ? null : row.GetString(1))));
        return found.Single();
    }

    /// <summary>Runs a statement without parameters that is not worth keeping.</summary>
    public void Run(string sql) => ThrowIfFailed(raw.sqlite3_exec(_connection.Handle, sql), outcomeUnknown: false);

    /// <summary>Runs a statement within the transaction; parameters are <c>?1</c>, <c>?2</c>, ... Returns the number of rows changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> parameters)
    {
        RequireTransaction();
        try
        {
            return Bind(sql, parameters).ExecuteNonQuery();
        }
        catch (SqliteException failure)
        {
            throw SqliteErrors.For(failure, _path);
        }
    }

    /// <summary>Reads rows; parameters are <c>?1</c>, <c>?2</c>, ...</summary>
    public void Query<TState>(string sql, TState state, Action<SqliteDataReader, TState> onRow, params ReadOnlySpan<object?> parameters)
    {
        try
        {
            using var rows = Bind(sql, parameters).ExecuteReader();
            while (rows.Read())
                onRow(rows, state);
        }
        catch (SqliteException failure)
        {
            throw SqliteErrors.For(failure, _path);
        }
    }

    /// <summary>
    /// After some failures (disk full, read error) SQLite ends the transaction by itself; whatever ran next would be committed statement by
    /// statement, without the check of the epoch.
    /// </summary>
    public void RequireTransaction()
    {
        if (!InTransaction)
            throw new StoreUnavailableException($"the database {_path} broke the transaction off after an earlier failure; nothing was changed", false);
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = new SqliteCommand(sql, _connection);
            for (var i = 1; i <= parameters.Length; i++)
                command.Parameters.Add(new SqliteParameter { ParameterName = $"?{i}" });
            _commands.Add(sql, command);
        }
        for (var i = 0; i < parameters.Length; i++)
            command.Parameters[i].Value = parameters[i] ?? DBNull.Value;
        return command;
    }

    private void ThrowIfFailed(int code, bool outcomeUnknown)
    {
        if (code == raw.SQLITE_OK)
            return;
        var failure = new SqliteException(
            $"SQLite error {code}: {raw.sqlite3_errmsg(_connection.Handle).utf8_to_string()}", code & 0xFF, code);
        throw SqliteErrors.For(failure, _path, outcomeUnknown);
    }
}
