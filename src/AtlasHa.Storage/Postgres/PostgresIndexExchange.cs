using Npgsql;

namespace AtlasHa.Storage.Postgres;

/// <summary>
/// Puts other indexes in the place of some on a table that may be large, while an active of the version before goes on: nobody waits for it, and it waits
/// for the transactions that are open. What was broken off is begun anew. For one caller at a time, outside a transaction that has read anything.
/// </summary>
internal sealed class PostgresIndexExchange(NpgsqlDataSource source, string server)
{
    private static readonly Exchange[] All =
    [
        // Within their type in order of creation (version 8).
        new("relationship_by_type", "relationship_by_type_id", "relationship (type_name, id)"),
        // Those between two entities (version 9).
        new("relationship_by_end1", "relationship_by_ends", "relationship (end1_guid, end2_guid)"),
    ];

    /// <summary>Makes all exchanges of the table of relationships that have not been made yet.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = connection.ConfigureAwait(false);
            foreach (var exchange in All)
                await RunAsync(connection, exchange, cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException failure)
        {
            throw PostgresErrors.For(failure, server);
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, Exchange exchange, CancellationToken cancellationToken)
    {
        if (await IsInvalidAsync(connection, exchange.Index, cancellationToken).ConfigureAwait(false))
            await RunAsync(connection, $"DROP INDEX CONCURRENTLY {exchange.Index}", cancellationToken).ConfigureAwait(false);
        await RunAsync(connection, $"CREATE INDEX CONCURRENTLY IF NOT EXISTS {exchange.Index} ON {exchange.Columns}", cancellationToken).ConfigureAwait(false);
        await RunAsync(connection, $"DROP INDEX CONCURRENTLY IF EXISTS {exchange.Former}", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An index whose building was broken off stays, is kept up and never used.</summary>
    private static async Task<bool> IsInvalidAsync(NpgsqlConnection connection, string index, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand("SELECT NOT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1)", connection)
        {
            Parameters = { new() { Value = index } },
        };
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

    private sealed record Exchange(string Former, string Index, string Columns);
}
