using AtlasHa.Catalog.Storage;
using DbUp;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Storage.Sqlite;

/// <summary>Creates the file and brings its schema up to date. One process at a time: a file lock beside the database is held meanwhile.</summary>
internal sealed partial class SqliteMigrator(SqliteStoreOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>The disk format that this build reads and writes: the number of the last migration.</summary>
    public const long SchemaVersion = 1;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(options.Path);
        var lockFile = await LockAsync(path, cancellationToken).ConfigureAwait(false);
        await using (lockFile.ConfigureAwait(false))
            await Task.Run(() => Migrate(path), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Throws when the file was written by a later version of this software.</summary>
    public static void RequireKnownSchema(SqliteSession session, string path)
    {
        List<long> versions = [];
        session.Query(Sql.SelectSchemaVersion, versions, static (row, list) => list.Add(row.GetInt64(0)));
        if (versions[0] > SchemaVersion)
            throw new StoreUnavailableException(
                $"the database {path} has schema version {versions[0]}, this build knows versions up to {SchemaVersion}: upgrade this instance", false);
    }

    private async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        var lockPath = path + ".migration-lock";
        var waitingSince = time.GetTimestamp();
        while (true)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                return new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                if (failure is UnauthorizedAccessException || time.GetElapsedTime(waitingSince) >= options.BusyTimeout)
                    throw new StoreUnavailableException(
                        $"cannot lock {lockPath} to prepare the database ({failure.Message}): check the permissions of the folder, and that no "
                        + "other instance hangs while it migrates", false, failure);
            }
            await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Migrate(string path)
    {
        try
        {
            using (var connection = new SqliteConnection(SqliteSession.ConnectionString(path, SqliteOpenMode.ReadWriteCreate)))
                connection.Open();
            using (var session = SqliteSession.Open(path, readOnly: false, options.BusyTimeout))
            {
                session.Run("PRAGMA journal_mode = WAL");
                RequireKnownSchema(session, path);
            }
        }
        catch (SqliteException failure)
        {
            throw SqliteErrors.For(failure, path);
        }
        var result = DeployChanges.To
            .SqliteDatabase(SqliteSession.ConnectionString(path, SqliteOpenMode.ReadWrite))
            .WithScriptsEmbeddedInAssembly(typeof(SqliteMigrator).Assembly, name => name.StartsWith("sqlite/", StringComparison.Ordinal))
            .WithVariablesDisabled()
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
            throw new StoreUnavailableException(
                $"cannot migrate the database {path}, script {result.ErrorScript?.Name ?? "none"}: {result.Error.Message}", false, result.Error);
        foreach (var script in result.Scripts)
            Log.Applied(logger, script.Name, path);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Applied migration {Script} to {Path}")]
        public static partial void Applied(ILogger logger, string script, string path);
    }
}
