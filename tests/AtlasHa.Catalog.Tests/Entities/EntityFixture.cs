using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AtlasHa.Catalog.Tests.Entities;

/// <summary>A catalogue with the shop model on a real SQLite store, and requests written as clients write them.</summary>
public sealed class EntityFixture : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atlas-ha-entities-").FullName;
    private readonly SqliteCatalogStore _store;
    private MetadataCatalog? _catalog;

    private EntityFixture() => _store = new SqliteCatalogStore(
        new SqliteStoreOptions { Path = Path.Combine(_folder, "catalog.db"), BusyTimeout = TimeSpan.FromSeconds(60) },
        TimeProvider.System, NullLogger<SqliteCatalogStore>.Instance);

    public static CallContext Caller { get; } = new("ada", RequestId: null);

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000));

    public MetadataCatalog Catalog => _catalog!;

    public EntityCatalog Entities => Catalog.Entities;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Opens a catalogue in term 1 with the shop model, or with a folder of models instead.</summary>
    public static async Task<EntityFixture> OpenAsync(string? modelsFolder = null)
    {
        var fixture = new EntityFixture();
        await fixture._store.InitializeAsync(Cancel);
        (await fixture._store.TryClaimEpochAsync(1, "tests", Cancel)).ShouldBeTrue();
        var options = new CatalogOptions { ModelsFolder = modelsFolder };
        fixture._catalog = await MetadataCatalog.OpenAsync(fixture._store, 1, options, fixture.Time, NullLoggerFactory.Instance, Cancel);
        if (modelsFolder is null)
            await fixture.DefineAsync(ShopModel.Json);
        return fixture;
    }

    public Task DefineAsync(string typesDef) => Catalog.Types.CreateAsync(AtlasJson.Parse<AtlasTypesDef>(typesDef), Caller, Cancel);

    /// <summary>A snapshot that counts how often it is asked.</summary>
    internal async Task<CountingReader> OpenReaderAsync() => new(await _store.OpenReaderAsync(1, Cancel));

    /// <summary>Another instance takes the store over.</summary>
    public async Task SupersedeAsync() => (await _store.TryClaimEpochAsync(2, "successor", Cancel)).ShouldBeTrue();

    /// <summary>Posts an AtlasEntityWithExtInfo.</summary>
    public Task<EntityMutationResponse> PostAsync(string json) =>
        Entities.CreateOrUpdateAsync(AtlasJson.Parse<AtlasEntityWithExtInfo>(json), Caller, Cancel);

    /// <summary>Posts an AtlasEntitiesWithExtInfo.</summary>
    public Task<EntityMutationResponse> PostBulkAsync(string json) =>
        Entities.CreateOrUpdateAsync(AtlasJson.Parse<AtlasEntitiesWithExtInfo>(json), Caller, Cancel);

    /// <summary>Creates one entity and returns its guid.</summary>
    public async Task<string> CreateAsync(string typeName, string qualifiedName, string moreAttributes = "") =>
        (await PostAsync($$"""
            { "entity": { "guid": "-1", "typeName": "{{typeName}}",
              "attributes": { "qualifiedName": "{{qualifiedName}}", "name": "{{qualifiedName}}" {{moreAttributes}} } } }
            """)).GuidAssignments!["-1"];

    /// <summary>Creates a table with columns; returns the guid assignments of -1 (the table), -2, -3, ... (the columns).</summary>
    public async Task<Dictionary<string, string>> CreateTableAsync(string qualifiedName, params string[] columns) =>
        (await CreateTableResponseAsync(qualifiedName, columns)).GuidAssignments!;

    /// <inheritdoc cref="CreateTableAsync"/>
    public Task<EntityMutationResponse> CreateTableResponseAsync(string qualifiedName, params string[] columns)
    {
        var references = string.Join(", ", columns.Select((_, i) => $$"""{ "guid": "-{{i + 2}}" }"""));
        var referred = string.Join(", ", columns.Select((column, i) => $$"""
            "-{{i + 2}}": { "guid": "-{{i + 2}}", "typeName": "shop_column", "attributes": { "qualifiedName": "{{qualifiedName}}.{{column}}",
              "name": "{{column}}", "dataType": "int", "table": { "guid": "-1" } } }
            """));
        return PostAsync($$"""
            { "entity": { "guid": "-1", "typeName": "shop_table", "attributes": { "qualifiedName": "{{qualifiedName}}", "name": "{{qualifiedName}}" },
              "relationshipAttributes": { "columns": [ {{references}} ] } }, "referredEntities": { {{referred}} } }
            """);
    }

    public async Task<AtlasEntity> GetAsync(string guid) => (await Entities.GetAsync(guid, EntityReadOptions.Default, Cancel)).Entity!;

    /// <summary>The guid of the active entity with this qualified name; null when there is none.</summary>
    public async Task<string?> FindAsync(string typeName, string qualifiedName)
    {
        Dictionary<string, string>[] sets = [new() { ["qualifiedName"] = qualifiedName }];
        var found = await Entities.GetByUniqueAttributesAsync(typeName, sets, EntityReadOptions.Default, Cancel);
        return found.Entities!.SingleOrDefault()?.Guid;
    }

    public Task<EntityMutationResponse> DeleteAsync(params string[] guids) => Entities.DeleteAsync(guids, Caller, Cancel);

    /// <summary>The code that the request is refused with, such as 404-00-007.</summary>
    public static async Task<string> ErrorOf(Func<Task> request) =>
        (await Should.ThrowAsync<AtlasException>(request)).Code.Code["ATLAS-".Length..];

    public async ValueTask DisposeAsync()
    {
        if (_catalog is not null)
            await _catalog.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
