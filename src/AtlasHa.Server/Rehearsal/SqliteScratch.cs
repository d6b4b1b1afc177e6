using AtlasHa.Catalog.Storage;
using AtlasHa.Storage.Sqlite;

namespace AtlasHa.Server.Rehearsal;

/// <summary>A temporary folder.</summary>
internal sealed class SqliteScratch : IScratchStore
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("atlas-ha-rehearsal-");

    public ICatalogStore Open(ILoggerFactory loggers) => new SqliteCatalogStore(
        new SqliteStoreOptions { Path = Path.Combine(_folder.FullName, "rehearsal.db") }, TimeProvider.System, loggers.CreateLogger<SqliteCatalogStore>());

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return default;
    }
}
