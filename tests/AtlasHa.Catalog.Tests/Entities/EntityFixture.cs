using AtlasHa.Catalog.Discovery;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Tests.Stores;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AtlasHa.Catalog.Tests.Entities;

/// <summary>A catalogue with the shop model on a real store, SQLite unless said otherwise, and requests written as clients write them.</summary>
public sealed class EntityFixture : IAsyncDisposable
{
    private readonly ICatalogStore _store;
    private readonly IDisposable? _stores;
    private MetadataCatalog? _catalog;
    private long _epoch = 1;

    private EntityFixture(ICatalogStore store, IDisposable? stores) => (_store, _stores) = (store, stores);

    public static CallContext Caller { get; } = new("ada", RequestId: null);

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000));

    public MetadataCatalog Catalog => _catalog!;

    public EntityCatalog Entities => Catalog.Entities;

    public DiscoveryCatalog Discovery => Catalog.Discovery;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The store itself.</summary>
    public ICatalogStore Store => _store;

    /// <summary>Opens a catalogue in term 1 with the shop model, or with a folder of models instead.</summary>
    public static Task<EntityFixture> OpenAsync(string? modelsFolder = null) =>
        OpenAsync(null, new CatalogOptions { ModelsFolder = modelsFolder });

    /// <inheritdoc cref="OpenAsync(string?)"/>
    public static async Task<EntityFixture> OpenAsync(IStores? stores, CatalogOptions? options = null)
    {
        options ??= new CatalogOptions();
        var own = stores is null ? new SqliteStores() : null;
        var fixture = new EntityFixture(await (stores ?? own!).CreateAsync(), own);
        await fixture._store.InitializeAsync(Cancel);
        (await fixture._store.TryClaimEpochAsync(1, "tests", Cancel)).ShouldBeTrue();
        fixture._catalog = await MetadataCatalog.OpenAsync(fixture._store, 1, options, fixture.Time, NullLoggerFactory.Instance, Cancel);
        if (options.ModelsFolder is null)
            await fixture.DefineAsync(ShopModel.Json);
        return fixture;
    }

    public Task DefineAsync(string typesDef) => Catalog.Types.CreateAsync(AtlasJson.Parse<AtlasTypesDef>(typesDef), Caller, Cancel);

    /// <summary>A snapshot that counts how often it is asked.</summary>
    internal async Task<CountingReader> OpenReaderAsync() => new(await _store.OpenReaderAsync(_epoch, Cancel));

    /// <summary>Changes entities and relationships directly, as one write of the term would.</summary>
    internal async Task ChangeAsync(Func<EntityGraph, EntityChanges, Task> change)
    {
        await using var writer = await _store.BeginWriteAsync(1, Cancel);
        var graph = new EntityGraph(writer);
        var changes = new EntityChanges(graph, Catalog.Registry, Caller.User, Time.GetUtcNow().ToUnixTimeMilliseconds());
        await change(graph, changes);
        await changes.SaveAsync(writer, Cancel);
        await writer.CommitAsync(Cancel);
    }

    /// <summary>Ends the term and opens the next one on the same store.</summary>
    public async Task NextTermAsync()
    {
        await _catalog!.DisposeAsync();
        (await _store.TryClaimEpochAsync(++_epoch, "tests", Cancel)).ShouldBeTrue();
        _catalog = await MetadataCatalog.OpenAsync(_store, _epoch, new CatalogOptions(), Time, NullLoggerFactory.Instance, Cancel);
    }

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

    /// <summary>Puts classifications, a JSON list, on an entity.</summary>
    public Task ClassifyAsync(string guid, string classifications) => Catalog.Classifications.AddAsync(
        EntityLocator.Of(guid), AtlasJson.Parse<List<AtlasClassification>>(classifications), Caller, Cancel);

    /// <summary>The entity's classifications, each as <c>type</c> or, when it has spread to here, <c>type&lt;source</c>.</summary>
    public async Task<string[]> TagsAsync(string guid) =>
        [.. (await Catalog.Classifications.GetAllAsync(guid, Cancel))
            .Select(tag => tag.EntityGuid == guid ? tag.TypeName! : $"{tag.TypeName}<{tag.EntityGuid}").Order(StringComparer.Ordinal)];

    public Task<EntityMutationResponse> DeleteAsync(params string[] guids) => Entities.DeleteAsync(guids, Caller, Cancel);

    /// <summary>The code that the request is refused with, such as 404-00-007.</summary>
    public static async Task<string> ErrorOf(Func<Task> request) =>
        (await Should.ThrowAsync<AtlasException>(request)).Code.Code["ATLAS-".Length..];

    public async ValueTask DisposeAsync()
    {
        if (_catalog is not null)
            await _catalog.DisposeAsync();
        await _store.DisposeAsync();
        _stores?.Dispose();
    }
}
