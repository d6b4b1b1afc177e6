using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Storage.Search;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Tests.Stores;
using Microsoft.Data.Sqlite;

namespace AtlasHa.Catalog.Tests.Discovery;

/// <summary>The index holds what it should, however it came about.</summary>
public sealed class IndexTests : IAsyncLifetime
{
    private const string Size5 = """{ "typeName": "table", "entityFilters": { "attributeName": "size", "operator": "=", "attributeValue": "5" } }""";
    private readonly SqliteStores _stores = new();
    private EntityFixture _fixture = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _fixture = await SearchFixture.OpenAsync(_stores);

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        _stores.Dispose();
    }

    [Fact]
    public async Task Attribute_that_becomes_indexable_is_found_in_entities_that_were_there_before()
    {
        var table = (AtlasEntityDef)_fixture.Catalog.Types.GetByName("table");
        await _fixture.Catalog.Types.UpdateAsync(
            AtlasTypesDef.Of([table with { AttributeDefs = table.AttributeDefs!.ConvertAll(def => def.Name == "size" ? def with { IsIndexable = true } : def) }]),
            EntityFixture.Caller, Cancel);

        (await _fixture.NamesAsync(Size5)).ShouldBe(["orders", "events"], ignoreOrder: true);
    }

    [Fact]
    public async Task Store_without_index_gets_one_when_the_next_term_opens()
    {
        await ExecuteAsync("DELETE FROM attribute_value; DELETE FROM entity_text; UPDATE search_index SET after_id = 0");
        (await IndexedAsync("orders")).ShouldBe(0);

        await _fixture.NextTermAsync();

        (await IndexedAsync("orders")).ShouldBe(2);
        (await _fixture.Discovery.SearchByAttributeAsync("owner", "cl", "table", 0, 0, Cancel)).Names().ShouldBe(["customers"]);
    }

    [Fact]
    public async Task Entity_with_more_words_than_an_index_takes_is_found_by_the_first_ones()
    {
        var aliases = string.Join(',', Enumerable.Range(0, 10_001).Select(i => $"\"alias{i}\""));

        await _fixture.CreateAsync("table", "many", $""", "aliases": [ {aliases} ]""");

        (await IndexedAsync("alias1")).ShouldBe(1);
        (await IndexedAsync("alias10000")).ShouldBe(0);
        (await _fixture.NamesAsync("""{ "typeName": "table", "query": "alias1" }""")).ShouldBe(["many"]);
    }

    [Fact]
    public async Task Entry_that_should_not_be_there_gives_no_wrong_answer()
    {
        await ExecuteAsync("INSERT OR IGNORE INTO attribute_value SELECT e.id, v.partition, v.value FROM attribute_value v, entity e");

        var found = await _fixture.Discovery.SearchBasicAsync(
            AtlasJson.Parse<SearchParameters>("""{ "typeName": "table", "entityFilters": { "attributeName": "name", "operator": "=", "attributeValue": "orders" } }"""), Cancel);

        found.Names().ShouldBe(["orders"]);
    }

    private async Task<int> IndexedAsync(string word)
    {
        await using var reader = await _fixture.OpenReaderAsync();
        return await reader.CountAsync(new SearchSource.OfWords(new WordQuery.Phrase([word], IsPrefix: false), new EntityLimits(null, null)), 100, Cancel);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_stores.NewestFile};Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var command = new SqliteCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
