using AtlasHa.Catalog.Storage;
using DbUp;
using DbUp.Sqlite.Helpers;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Storage.Sqlite;

/// <summary>
/// Creates the file and brings its schema up to date, all missing migrations in one write transaction. A file that is up to date is only read:
/// an instance can start while another one writes without pause, or hangs with the write lock.
/// </summary>
internal sealed partial class SqliteMigrator(SqliteStoreOptions options, WriteLock writeLock, ILogger logger)
{
    /// <summary>The disk format that this build reads and writes: the number of the last migration.</summary>
    public const long SchemaVersion = 9;

    // Claims start at 1: nobody is superseded by a migration, so that it kills no lock holder.
    private const long NoEpoch = 0;

    private readonly string _path = options.Path;

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        using var session = Open();
        await writeLock.WaitAsync(session, NoEpoch, static session => session.TryUseWriteAheadLog(), cancellationToken).ConfigureAwait(false);
        if (ReadSchemaVersion(session, _path) == SchemaVersion)
            return;
        await writeLock.TakeAsync(session, NoEpoch, cancellationToken).ConfigureAwait(false);
        if (ReadSchemaVersion(session, _path) < SchemaVersion)
            Migrate(session);
        session.Commit();
    }

    /// <summary>The version of the file's schema, 0 for a new file.</summary>
    /// <exception cref="StoreUnavailableException">The file was written by a later version of this software.</exception>
    public static long ReadSchemaVersion(SqliteSession session, string path)
    {
        List<long> versions = [];
        session.Query(Sql.SelectSchemaVersion, versions, static (row, list) => list.Add(row.GetInt64(0)));
        var version = versions.Single();
        return version <= SchemaVersion
            ? version
            : throw new StoreUnavailableException(
                $"the database {path} has schema version {version}, this build knows versions up to {SchemaVersion}: upgrade this instance", false);
    }

    private SqliteSession Open()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_path))!);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(
                $"cannot create the folder of the database {_path} ({failure.Message}): create it, or choose another path", false, failure);
        }
        return SqliteSession.OpenOrCreate(_path, options.BusyTimeout);
    }

    private void Migrate(SqliteSession session)
    {
        var result = DeployChanges.To
            .SqliteDatabase(new SharedConnection(session.Connection))
            .WithScriptsEmbeddedInAssembly(typeof(SqliteMigrator).Assembly, name => name.StartsWith("sqlite/", StringComparison.Ordinal))
            .WithVariablesDisabled()
            .WithoutTransaction()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
            throw new StoreUnavailableException(
                $"cannot migrate the database {_path}, script {result.ErrorScript?.Name ?? "none"}: {result.Error.Message}", false, result.Error);
        foreach (var script in result.Scripts)
            Log.Applied(logger, script.Name, _path);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Applied migration {Script} to {Path}")]
        public static partial void Applied(ILogger logger, string script, string path);
    }
}
