using AtlasHa.Catalog.Storage;
using AtlasHa.Storage.Sqlite;
using AtlasHa.Storage.Tests.Contract;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.Storage.Tests.Sqlite;

internal sealed class SqliteTestStores : ITestStores
{
    private readonly TempFolder _folder = new();

    public ICatalogStore Open() => Open("catalog.db");

    public ICatalogStore OpenEmpty() => Open(Path.Combine("new", "empty.db"));

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return default;
    }

    private SqliteCatalogStore Open(string name) => new(
        new SqliteStoreOptions { Path = _folder.File(name), BusyTimeout = TimeSpan.FromSeconds(60), FenceAfter = TimeSpan.FromSeconds(2) },
        TimeProvider.System, NullLogger<SqliteCatalogStore>.Instance);
}
