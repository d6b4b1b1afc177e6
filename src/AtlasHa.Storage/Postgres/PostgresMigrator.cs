using AtlasHa.Catalog.Storage;
using DbUp;
using DbUp.Postgresql;
using Microsoft.Extensions.Logging;
using Npgsql;
using static AtlasHa.Storage.Postgres.PostgresSession;

namespace AtlasHa.Storage.Postgres;

/// <summary>
/// Brings the schema up to date, all missing migrations in one transaction, one instance at a time (advisory lock). A schema that is up to
/// date is only read: an instance can start while another one writes. The transaction holds the turn to write, so it does nothing that grows with what is
/// stored: see <see cref="PostgresIndexExchange"/>.
/// </summary>
internal sealed partial class PostgresMigrator(NpgsqlDataSource source, string server, TimeSpan lockTimeout, TimeProvider time, ILogger logger)
{
    /// <summary>The schema that this build reads and writes: the number of the last migration.</summary>
    public const int SchemaVersion = 9;

    private const int OldestServer = 13;

    private const long LockKey = 0x0041746C61734841;

    private static readonly TimeSpan LockInterval = TimeSpan.FromMilliseconds(100);

    public async Task MigrateAsync(PostgresSession session, CancellationToken cancellationToken)
    {
        await RequireUsableAsync(session, cancellationToken).ConfigureAwait(false);
        if (await IsCurrentAsync(session, cancellationToken).ConfigureAwait(false))
            return;
        await LockAsync(session, cancellationToken).ConfigureAwait(false);
        try
        {
            if (await IsCurrentAsync(session, cancellationToken).ConfigureAwait(false))
                return;
            if (await ExistsAsync(session, "relationship", cancellationToken).ConfigureAwait(false))
                await new PostgresIndexExchange(source, server).RunAsync(cancellationToken).ConfigureAwait(false);
            Migrate();
        }
        finally
        {
            await UnlockAsync(session).ConfigureAwait(false);
        }
    }

    /// <exception cref="StoreUnavailableException">The database was written by a later version of this software.</exception>
    public static void RequireKnown(int version, string server)
    {
        if (version > SchemaVersion)
            throw new StoreUnavailableException(
                $"{server} has schema version {version}, this build knows versions up to {SchemaVersion}: upgrade this instance", false);
    }

    // Asked again and again, and outside a transaction: a statement that waits has a snapshot open, so has a transaction, and the exchange of an index
    // waits for each that is.
    private async Task LockAsync(PostgresSession session, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        while (!(await session.QueryAsync(
            static row => row.GetBoolean(0), cancellationToken, Statement("SELECT pg_try_advisory_lock($1)", LockKey)).ConfigureAwait(false)).Single())
        {
            if (time.GetElapsedTime(begin) > lockTimeout)
                throw new StoreUnavailableException($"{server} is being migrated by another instance: wait for that, and start this one again", false);
            await Task.Delay(LockInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task UnlockAsync(PostgresSession session)
    {
        try
        {
            await session.ExecuteAsync(CancellationToken.None, Statement("SELECT pg_advisory_unlock($1)", LockKey)).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            // The connection is lost, and the lock with it.
        }
    }

    private async Task RequireUsableAsync(PostgresSession session, CancellationToken cancellationToken)
    {
        var (version, encoding) = (await session.QueryAsync(
            static row => (row.GetInt32(0), row.GetString(1)), cancellationToken,
            Statement("SELECT current_setting('server_version_num')::int / 10000, current_setting('server_encoding')")).ConfigureAwait(false)).Single();
        if (version < OldestServer)
            throw new StoreUnavailableException($"{server} is version {version}: use {OldestServer} or later", false);
        if (encoding != "UTF8")
            throw new StoreUnavailableException(
                $"{server} has encoding {encoding}, which cannot hold every name: create the database with ENCODING 'UTF8' TEMPLATE template0", false);
    }

    private async Task<bool> IsCurrentAsync(PostgresSession session, CancellationToken cancellationToken)
    {
        if (!await ExistsAsync(session, "epoch", cancellationToken).ConfigureAwait(false))
            return false;
        var version = (await session.QueryAsync(Sql.ReadEpoch, cancellationToken, Statement(Sql.SelectEpoch)).ConfigureAwait(false)).Single().SchemaVersion;
        RequireKnown(version, server);
        return version == SchemaVersion;
    }

    private static async Task<bool> ExistsAsync(PostgresSession session, string table, CancellationToken cancellationToken) => (await session.QueryAsync(
        static row => row.GetBoolean(0), cancellationToken, Statement("SELECT to_regclass($1) IS NOT NULL", table)).ConfigureAwait(false)).Single();

    // On a connection of its own; the lock is held on the caller's.
    private void Migrate()
    {
        var result = DeployChanges.To
            .PostgresqlDatabase(new PostgresqlConnectionManager(source))
            .WithScriptsEmbeddedInAssembly(typeof(PostgresMigrator).Assembly, name => name.StartsWith("postgres/", StringComparison.Ordinal))
            .WithVariablesDisabled()
            .WithTransaction()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
            throw new StoreUnavailableException(
                $"cannot migrate {server}, script {result.ErrorScript?.Name ?? "none"}: {result.Error.Message}", false, result.Error);
        foreach (var script in result.Scripts)
            Log.Applied(logger, script.Name, server);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Applied migration {Script} to {Server}")]
        public static partial void Applied(ILogger logger, string script, string server);
    }
}
