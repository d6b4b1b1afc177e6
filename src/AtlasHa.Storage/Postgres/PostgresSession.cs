using System.Data;
using AtlasHa.Catalog.Storage;
using Npgsql;

namespace AtlasHa.Storage.Postgres;

/// <summary>One connection of the pool. A failed statement leaves its transaction unusable until a rollback. Not thread-safe.</summary>
internal sealed class PostgresSession(NpgsqlConnection connection, string server) : IAsyncDisposable
{
    private const string Savepoint = "request";

    // Sent with the next statements: what returns nothing costs no round trip of its own.
    private readonly List<NpgsqlBatchCommand> _deferred = [];
    private bool _failed;

    public int ProcessId => connection.ProcessID;

    // A list: an array of strings would pass for an array of objects, and each of its strings for a parameter.
    public static NpgsqlBatchCommand Statement(string sql, params List<object> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in parameters)
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        return command;
    }

    /// <summary>Runs the statements in one round trip; the last one's rows are read.</summary>
    public async Task<List<T>> QueryAsync<T>(Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlBatchCommand[] statements)
    {
        List<T> found = [];
        await RunAsync(statements, async batch =>
        {
            var rows = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (rows.ConfigureAwait(false))
            {
                do
                {
                    found.Clear();
                    while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
                        found.Add(read(rows));
                }
                while (await rows.NextResultAsync(cancellationToken).ConfigureAwait(false));
            }
        }, cancellationToken).ConfigureAwait(false);
        return found;
    }

    /// <summary>Runs the statements in one round trip.</summary>
    public Task ExecuteAsync(CancellationToken cancellationToken, params NpgsqlBatchCommand[] statements) =>
        RunAsync(statements, batch => batch.ExecuteNonQueryAsync(cancellationToken), cancellationToken);

    /// <summary>Has the statements run with the next ones, or before the commit. What is wrong with them is told then.</summary>
    public void Defer(params ReadOnlySpan<NpgsqlBatchCommand> statements) => _deferred.AddRange(statements);

    /// <summary>Runs the deferred statements now.</summary>
    public Task SendAsync(CancellationToken cancellationToken) =>
        _deferred.TrueForAll(IsSavepoint) ? Task.CompletedTask : ExecuteAsync(cancellationToken);

    public void SetSavepoint() => Defer(Statement($"SAVEPOINT {Savepoint}"));

    public void ReleaseSavepoint() => Defer(Statement($"RELEASE SAVEPOINT {Savepoint}"));

    public async Task RollbackToSavepointAsync(CancellationToken cancellationToken)
    {
        // Not sent yet: nor is what followed it.
        if (_deferred.FindIndex(statement => statement.CommandText == $"SAVEPOINT {Savepoint}") is var set and >= 0)
        {
            _deferred.RemoveRange(set, _deferred.Count - set);
            return;
        }
        _deferred.Clear();
        await ExecuteAsync(cancellationToken, Statement($"ROLLBACK TO SAVEPOINT {Savepoint}"), Statement($"RELEASE SAVEPOINT {Savepoint}"))
            .ConfigureAwait(false);
        _failed = false;
    }

    /// <summary>Not cancellable: a commit that was sent is waited for. It ends savepoints by itself.</summary>
    public async Task CommitAsync()
    {
        PostgresNotice? warning = null;
        // The server answers COMMIT of a failed transaction with a silent rollback.
        if (_failed)
            throw new InvalidOperationException("a statement of this transaction has failed: roll back");
        await SendAsync(CancellationToken.None).ConfigureAwait(false);
        RequireOpen();
        connection.Notice += KeepWarning;
        try
        {
            var commit = new NpgsqlCommand("COMMIT", connection);
            await using (commit.ConfigureAwait(false))
                await commit.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (NpgsqlException failure)
        {
            _failed = true;
            throw PostgresErrors.For(failure, server, committing: true);
        }
        finally
        {
            connection.Notice -= KeepWarning;
        }
        // The server calls a commit a success whose wait for the replicas was broken off, by an operator or by the driver after its timeout.
        if (warning is not null)
            throw new StoreUnavailableException($"{server} committed with a warning: {warning.MessageText}. {warning.Detail}", true);

        void KeepWarning(object sender, NpgsqlNoticeEventArgs arrived) => warning = arrived.Notice.InvariantSeverity == "WARNING" ? arrived.Notice : warning;
    }

    /// <summary>Gives the connection back; the pool rolls back what is open.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            // The rollback found the connection lost, which has rolled back as well. What was committed must not look failed.
        }
    }

    private async Task RunAsync(NpgsqlBatchCommand[] statements, Func<NpgsqlBatch, Task> run, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RequireOpen();
        try
        {
            var batch = new NpgsqlBatch(connection);
            await using (batch.ConfigureAwait(false))
            {
                foreach (var statement in _deferred)
                    batch.BatchCommands.Add(statement);
                _deferred.Clear();
                foreach (var statement in statements)
                    batch.BatchCommands.Add(statement);
                await run(batch).ConfigureAwait(false);
            }
        }
        catch (NpgsqlException failure)
        {
            _failed = true;
            throw PostgresErrors.For(failure, server);
        }
        catch
        {
            _failed = true;
            throw;
        }
    }

    private static bool IsSavepoint(NpgsqlBatchCommand statement) => statement.CommandText.EndsWith($"SAVEPOINT {Savepoint}", StringComparison.Ordinal);

    private void RequireOpen()
    {
        if (connection.State != ConnectionState.Open)
            throw new StoreUnavailableException($"{server}: the connection was lost before; nothing was changed, try again", false);
    }
}
