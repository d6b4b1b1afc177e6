using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AtlasHa.Catalog.Storage;
using Npgsql;

namespace AtlasHa.Storage.Postgres;

/// <summary>A schema for a store that is thrown away, in the database of a real one, which it does not touch.</summary>
public sealed class PostgresScratchSchema : IAsyncDisposable
{
    /// <summary>It is used by one caller, who asks one thing after the other.</summary>
    private const int Connections = 4;

    /// <summary>PostgreSQL cuts longer names.</summary>
    private const int MaxNameLength = 63;

    private readonly NpgsqlDataSource _database;
    private readonly string _name;

    private PostgresScratchSchema(string connectionString, string name)
    {
        (_database, _name) = (NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }), name);
        Options = new PostgresStoreOptions
        {
            ConnectionString = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = name, MaxPoolSize = Connections, MinPoolSize = 0 }.ConnectionString,
        };
    }

    /// <summary>How a store in this schema is opened.</summary>
    public PostgresStoreOptions Options { get; }

    /// <summary>Makes an empty schema, in the place of one that an owner of this name has left behind.</summary>
    /// <param name="connectionString">As in <see cref="PostgresStoreOptions.ConnectionString"/>.</param>
    /// <param name="purpose">What it is for: small letters and underscores.</param>
    /// <param name="owner">Whose it is; another owner's has another name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreUnavailableException">The server cannot be reached, or this user may not create schemas in the database.</exception>
    public static async Task<PostgresScratchSchema> CreateAsync(string connectionString, string purpose, string owner, CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(owner)).AsSpan(0, 6));
        var name = string.Create(CultureInfo.InvariantCulture, $"atlas_ha_{purpose}_{hash}");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, MaxNameLength);
        var schema = new PostgresScratchSchema(connectionString, name);
        try
        {
            await schema.RunAsync($"DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}", cancellationToken).ConfigureAwait(false);
            await schema.RequireInUseAsync(cancellationToken).ConfigureAwait(false);
            return schema;
        }
        catch (Exception failure)
        {
            await schema.DisposeAsync().ConfigureAwait(false);
            if (failure is not NpgsqlException) throw;
            throw new StoreUnavailableException($"a schema of the name {name} cannot be made: {failure.Message}", false, failure);
        }
    }

    /// <summary>Removes the schema with all that is in it. Where that fails it stays until the next of this name is made.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await RunAsync($"DROP SCHEMA IF EXISTS {_name} CASCADE", CancellationToken.None).ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            // See above; whoever used it has more to tell about the server.
        }
        await _database.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A pooler may take no notice of the search path: the real store would be the scratch one.</summary>
    private async Task RequireInUseAsync(CancellationToken cancellationToken)
    {
        var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Options.ConnectionString) { Pooling = false });
        await using var _ = source.ConfigureAwait(false);
        var command = source.CreateCommand("SELECT current_schema()");
        await using var __ = command.ConfigureAwait(false);
        if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is var used && used as string != _name)
            throw new StoreUnavailableException($"connections use the schema {used} although they ask for {_name}: is there a pooler in between?", false);
    }

    private async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        var command = _database.CreateCommand(sql);
        await using (command.ConfigureAwait(false))
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
