using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;
using AtlasHa.Storage.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AtlasHa.Catalog.Tests;

/// <summary>A catalogue on a real SQLite store in a folder of its own.</summary>
internal sealed class TypesFixture : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atlas-ha-types-").FullName;
    private readonly SqliteCatalogStore _store;
    private MetadataCatalog? _catalog;

    private TypesFixture() => _store = new SqliteCatalogStore(
        new SqliteStoreOptions { Path = Path.Combine(_folder, "catalog.db"), BusyTimeout = TimeSpan.FromSeconds(60) },
        TimeProvider.System, NullLogger<SqliteCatalogStore>.Instance);

    public static CallContext Caller { get; } = new("ada", RequestId: null);

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000));

    public RecordedLog Log { get; } = new();

    /// <summary>One for all terms, as in an instance.</summary>
    public KnownTypes Known { get; } = new();

    public long Epoch { get; private set; }

    public MetadataCatalog Catalog => _catalog!;

    public TypeCatalog Types => Catalog.Types;

    /// <summary>A place for model files.</summary>
    public string ModelsFolder => Path.Combine(_folder, "models");

    public static async Task<TypesFixture> OpenAsync()
    {
        var fixture = new TypesFixture();
        await fixture._store.InitializeAsync(TestContext.Current.CancellationToken);
        await fixture.NextTermAsync(new CatalogOptions());
        return fixture;
    }

    /// <summary>Ends the term and opens the next one on the same store.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="typeChangesFrom">No type is changed before; null: at once.</param>
    public async Task NextTermAsync(CatalogOptions options, Task? typeChangesFrom = null)
    {
        if (_catalog is not null)
            await _catalog.DisposeAsync();
        Epoch++;
        (await _store.TryClaimEpochAsync(Epoch, "tests", TestContext.Current.CancellationToken)).ShouldBeTrue();
        using var loggers = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Debug).AddProvider(Log));
        _catalog = await MetadataCatalog.OpenAsync(_store, Epoch, options, Time, loggers, Known, typeChangesFrom ?? Task.CompletedTask, TestContext.Current.CancellationToken);
    }

    /// <summary>Opens a second catalogue on the same store, as an instance would that missed the end of its term.</summary>
    public Task<MetadataCatalog> OpenAgainAsync(long epoch) => MetadataCatalog.OpenAsync(
        _store, epoch, new CatalogOptions(), Time, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);

    /// <summary>Reads the types as a passive instance does.</summary>
    public Task LearnAsync(KnownTypes types) => types.LearnAsync(_store, Epoch, ModelsFolder, TestContext.Current.CancellationToken);

    /// <summary>Puts rows into the store as the entity operations would.</summary>
    public async Task WriteAsync(Func<ICatalogWriter, ValueTask> write)
    {
        await using var writer = await _store.BeginWriteAsync(Epoch, TestContext.Current.CancellationToken);
        await write(writer);
        await writer.CommitAsync(TestContext.Current.CancellationToken);
    }

    public void WriteModel(string relativePath, string json)
    {
        var path = Path.Combine(ModelsFolder, relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, json);
    }

    public async ValueTask DisposeAsync()
    {
        if (_catalog is not null)
            await _catalog.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
