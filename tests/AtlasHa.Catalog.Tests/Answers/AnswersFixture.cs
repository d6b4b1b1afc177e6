using AtlasHa.Catalog.Answers;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.Catalog.Tests.Answers;

/// <summary>A catalogue with the shop model on a real store that can be held, and its answers.</summary>
internal sealed class AnswersFixture : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atlas-ha-answers-").FullName;
    private readonly ICatalogStore _store;
    private MetadataCatalog? _catalog;

    private AnswersFixture() => (_store, Hold) = HeldStore.Before(new SqliteCatalogStore(
        new SqliteStoreOptions { Path = Path.Combine(_folder, "catalog.db"), BusyTimeout = TimeSpan.FromSeconds(60) },
        TimeProvider.System, NullLogger<SqliteCatalogStore>.Instance));

    public static CallContext Caller { get; } = new("ada", RequestId: null);

    public HeldStore Hold { get; }

    public ICatalogStore Store => _store;

    public MetadataCatalog Catalog => _catalog!;

    public EntityAnswers Answers => Catalog.Answers;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<AnswersFixture> OpenAsync(long cacheBytes = 1024 * 1024, bool hardDeletion = false)
    {
        var fixture = new AnswersFixture();
        await fixture._store.InitializeAsync(Cancel);
        (await fixture._store.TryClaimEpochAsync(1, "tests", Cancel)).ShouldBeTrue();
        var options = new CatalogOptions { AnswerCacheBytes = cacheBytes, Deletion = new() { Hard = hardDeletion } };
        fixture._catalog = await MetadataCatalog.OpenAsync(fixture._store, 1, options, TimeProvider.System, NullLoggerFactory.Instance, Cancel);
        await fixture.DefineAsync(ShopModel.Json);
        return fixture;
    }

    public static EntityQuestion Full(string guid) => EntityQuestion.ByGuid(guid, EntityReadOptions.Default);

    public static EntityQuestion Named(string qualifiedName) => EntityQuestion.ByUniqueAttributes(
        "shop_table", new Dictionary<string, string> { ["qualifiedName"] = qualifiedName }, EntityReadOptions.Default);

    public Task DefineAsync(string typesDef) =>
        Catalog.Types.CreateAsync(AtlasJson.Parse<Model.TypeDefs.AtlasTypesDef>(typesDef), Caller, Cancel);

    public async Task<string> CreateAsync(string typeName, string qualifiedName, string more = "") =>
        (await PostAsync($$"""
            { "entity": { "guid": "-1", "typeName": "{{typeName}}",
              "attributes": { "qualifiedName": "{{qualifiedName}}", "name": "{{qualifiedName}}" {{more}} } } }
            """)).GuidAssignments!["-1"];

    public Task<EntityMutationResponse> PostAsync(string json) =>
        Catalog.Entities.CreateOrUpdateAsync(AtlasJson.Parse<AtlasEntityWithExtInfo>(json), Caller, Cancel);

    public Task<EntityMutationResponse> SetRowsAsync(string guid, long rows) => SetAsync(guid, "rows", rows);

    public Task<EntityMutationResponse> SetAsync(string guid, string attribute, object value) =>
        Catalog.Entities.UpdateAttributeAsync(guid, attribute, value, Caller, Cancel);

    public Task<EntityMutationResponse> DeleteAsync(string guid) => Catalog.Entities.DeleteAsync([guid], Caller, Cancel);

    /// <summary>Makes the answer from the store, and keeps it.</summary>
    public async Task<AtlasEntityWithExtInfo> ReadAsync(EntityQuestion question) => Parsed(await Answers.ReadAsync(question, Cancel))!;

    /// <summary>The kept answer; null when there is none that holds.</summary>
    public AtlasEntityWithExtInfo? Find(EntityQuestion question) => Parsed(Answers.Find(question));

    /// <summary>Makes the answer and checks that it is kept.</summary>
    public async Task KeepAsync(EntityQuestion question)
    {
        await ReadAsync(question);
        Find(question).ShouldNotBeNull();
    }

    public static long RowsOf(AtlasEntityWithExtInfo? answer) => Convert.ToInt64(answer!.Entity!.Attributes!["rows"], System.Globalization.CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        if (_catalog is not null)
            await _catalog.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static AtlasEntityWithExtInfo? Parsed(JsonAnswer? answer) => answer is null ? null : AtlasJson.Parse<AtlasEntityWithExtInfo>(answer.Utf8.Span);
}
