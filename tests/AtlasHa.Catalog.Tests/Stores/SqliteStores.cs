using AtlasHa.Catalog.Storage;
using AtlasHa.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.Catalog.Tests.Stores;

/// <summary>Files in a folder of its own.</summary>
public sealed class SqliteStores : IStores, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atlas-ha-catalog-").FullName;

    /// <summary>The file of the store that was created last.</summary>
    public string NewestFile { get; private set; } = "";

    public Task<ICatalogStore> CreateAsync()
    {
        NewestFile = Path.Combine(_folder, $"{Guid.NewGuid():N}.db");
        return Task.FromResult<ICatalogStore>(new SqliteCatalogStore(
            new SqliteStoreOptions { Path = NewestFile, BusyTimeout = TimeSpan.FromSeconds(60) }, TimeProvider.System, NullLogger<SqliteCatalogStore>.Instance));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
