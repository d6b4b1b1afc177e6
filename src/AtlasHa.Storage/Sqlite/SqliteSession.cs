using AtlasHa.Catalog.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AtlasHa.Storage.Sqlite;

/// <summary>One connection with its prepared statements. Used by one caller at a time. Calls block for as long as SQLite works.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = [];
    private readonly string _path;
    private sqlite3_stmt? _epoch;

    private SqliteSession(SqliteConnection connection, string path) => (Connection, _path) = (connection, path);

    /// <summary>
    /// Opens the existing file <paramref name="path"/>. A connection for reading lets SQLite wait for locks, up to
    /// <paramref name="busyTimeout"/>; one for writing does so only while it is opened and is told at once later: see <see cref="WriteLock"/>.
    /// </summary>
    public static SqliteSession Open(string path, bool readOnly, TimeSpan busyTimeout) =>
        Open(path, SqliteOpenMode.ReadWrite, readOnly, busyTimeout);

    /// <summary>Opens the file <paramref name="path"/> for writing; an empty one when there is none.</summary>
    public static SqliteSession OpenOrCreate(string path, TimeSpan busyTimeout) =>
        Open(path, SqliteOpenMode.ReadWriteCreate, readOnly: false, busyTimeout);

    /// <summary>The connection itself, for the migrations.</summary>
    public SqliteConnection Connection { get; }

    /// <summary>The file's absolute path, symbolic links resolved.</summary>
    public string FileName => Connection.DataSource;

    public bool InTransaction => raw.sqlite3_get_autocommit(Connection.Handle) == 0;

    /// <summary>Starts a transaction that sees one snapshot, taken by its first read.</summary>
    public void Begin() => Run("BEGIN");

    /// <summary>Starts a write transaction; false when another connection holds the write lock.</summary>
    public bool TryBeginImmediate() => TryRun("BEGIN IMMEDIATE");

    /// <summary>Puts the file into WAL mode, for good; false when another connection is in the way.</summary>
    public bool TryUseWriteAheadLog() => TryRun("PRAGMA journal_mode = WAL");

    /// <summary>Commits durably.</summary>
    /// <exception cref="StoreUnavailableException">
    /// The commit failed. When the database was locked or the disk was full, the log has no complete commit record and nothing was changed;
    /// after any other failure the outcome is unknown.
    /// </exception>
    public void Commit()
    {
        RequireTransaction();
        var code = raw.sqlite3_exec(Connection.Handle, "COMMIT");
        ThrowIfFailed(code, outcomeUnknown: !SqliteErrors.IsBusy(code) && (code & 0xFF) != raw.SQLITE_FULL);
    }

    /// <summary>Ends the transaction without committing it; false when that fails, and the connection must be closed.</summary>
    public bool TryRollback() => !InTransaction || raw.sqlite3_exec(Connection.Handle, "ROLLBACK") == raw.SQLITE_OK;

    public EpochRecord ReadEpoch()
    {
        List<EpochRecord> found = [];
        Query(Sql.SelectEpoch, found, static (row, list) =>
            list.Add(new EpochRecord(row.GetInt64(0), row.IsDBNull(1) ? null : row.GetString(1))));
        return found.Single();
    }

    /// <summary>The epoch alone. Past the library, which makes a reader and other objects for each row: this is asked all the time.</summary>
    public long ReadEpochNumber()
    {
        if (_epoch is null)
            ThrowIfFailed(raw.sqlite3_prepare_v2(Connection.Handle, Sql.SelectEpoch, out _epoch), outcomeUnknown: false);
        var code = raw.sqlite3_step(_epoch);
        var epoch = code == raw.SQLITE_ROW ? raw.sqlite3_column_int64(_epoch, 0) : 0;
        // The failure's code again, unless there was none.
        ThrowIfFailed(raw.sqlite3_reset(_epoch), outcomeUnknown: false);
        return epoch;
    }

    /// <summary>Runs a statement without parameters that is not worth keeping.</summary>
    public void Run(string sql) => ThrowIfFailed(raw.sqlite3_exec(Connection.Handle, sql), outcomeUnknown: false);

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

    /// <summary>The same for a statement that is not worth keeping, because it is put together for one search.</summary>
    public void QueryOnce<TState>(string sql, TState state, Action<SqliteDataReader, TState> onRow, params ReadOnlySpan<object?> parameters)
    {
        try
        {
            using var command = Command(sql, parameters.Length);
            Bind(command, parameters);
            using var rows = command.ExecuteReader();
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
        _epoch?.Dispose();
        Connection.Dispose();
    }

    private static SqliteSession Open(string path, SqliteOpenMode mode, bool readOnly, TimeSpan busyTimeout)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            // Beyond SQLite's own wait the library would repeat a statement that found the file locked; zero would mean for ever.
            DefaultTimeout = 1,
        };
        var connection = new SqliteConnection(settings.ToString());
        var session = new SqliteSession(connection, path);
        try
        {
            connection.Open();
            session.Run($"PRAGMA busy_timeout = {(int)busyTimeout.TotalMilliseconds}");
            // FULL syncs the log at every commit: what was acknowledged survives a power cut.
            session.Run("PRAGMA synchronous = FULL");
            session.Run("PRAGMA journal_size_limit = 67108864");
            session.Run(readOnly ? "PRAGMA query_only = 1" : "PRAGMA busy_timeout = 0");
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

    private bool TryRun(string sql)
    {
        var code = raw.sqlite3_exec(Connection.Handle, sql);
        if (SqliteErrors.IsBusy(code))
            return false;
        ThrowIfFailed(code, outcomeUnknown: false);
        return true;
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = Command(sql, parameters.Length);
            _commands.Add(sql, command);
        }
        Bind(command, parameters);
        return command;
    }

    private SqliteCommand Command(string sql, int parameters)
    {
        var command = new SqliteCommand(sql, Connection);
        for (var i = 1; i <= parameters; i++)
            command.Parameters.Add(new SqliteParameter { ParameterName = $"?{i}" });
        return command;
    }

    private static void Bind(SqliteCommand command, ReadOnlySpan<object?> parameters)
    {
        for (var i = 0; i < parameters.Length; i++)
            command.Parameters[i].Value = parameters[i] ?? DBNull.Value;
    }

    private void ThrowIfFailed(int code, bool outcomeUnknown)
    {
        if (code == raw.SQLITE_OK)
            return;
        var failure = new SqliteException(
            $"SQLite error {code}: {raw.sqlite3_errmsg(Connection.Handle).utf8_to_string()}", code & 0xFF, code);
        throw SqliteErrors.For(failure, _path, outcomeUnknown);
    }
}
