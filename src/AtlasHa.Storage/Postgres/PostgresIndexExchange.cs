using Npgsql;

namespace AtlasHa.Storage.Postgres;

/// <summary>
/// Puts another index in the place of one on a table that may be large, while an active of the version before goes on: nobody waits for it, and it waits
/// for the transactions that are open. What was broken off is begun anew. For one caller at a time, outside a transaction that has read anything.
/// </summary>
internal sealed class PostgresIndexExchange(NpgsqlDataSource source, string server)
{
    /// <summary>Relationships come to be read within their type in order of creation (version 8).</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = connection.ConfigureAwait(false);
            if (await IsInvalidAsync(connection, cancellationToken).ConfigureAwait(false))
                await RunAsync(connection, "DROP INDEX CONCURRENTLY relationship_by_type_id", cancellationToken).ConfigureAwait(false);
            await RunAsync(
                connection, "CREATE INDEX CONCURRENTLY IF NOT EXISTS relationship_by_type_id ON relationship (type_name, id)", cancellationToken).ConfigureAwait(false);
            await RunAsync(connection, "DROP INDEX CONCURRENTLY IF EXISTS relationship_by_type", cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException failure)
        {
            throw PostgresErrors.For(failure, server);
        }
    }

    /// <summary>An index whose building was broken off stays, is kept up and never used.</summary>
    private static async Task<bool> IsInvalidAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand("SELECT NOT indisvalid FROM pg_index WHERE indexrelid = to_regclass('relationship_by_type_id')", connection);
        await using var _ = command.ConfigureAwait(false);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true;
    }

    // However long it takes: that is the table's size, and what is open meanwhile.
    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using var _ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
