using AtlasHa.Catalog.Storage.Search;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Discovery;

public sealed class SqliteIndexRecoveryTests(SqliteStores stores) : IndexRecoveryTests(stores), IClassFixture<SqliteStores>;

public sealed class PostgresIndexRecoveryTests(PostgresStores stores) : IndexRecoveryTests(stores);

/// <summary>An index that somebody has damaged is written anew, on every store.</summary>
public abstract class IndexRecoveryTests(IStores stores)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Entities_that_changed_since_then_are_found_again()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        var guids = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            guids.Add(await fixture.CreateAsync("shop_db", $"searched{i}"));
            fixture.Time.Advance(TimeSpan.FromSeconds(10));
        }
        await using (var writer = await fixture.Store.BeginWriteAsync(1, Cancel))
        {
            await writer.SetSearchAsync([.. guids.Select(guid => new SearchRow(guid, IsNew: false, [], ""))], Cancel);
            await writer.CommitAsync(Cancel);
        }
        (await FindAsync(fixture)).ShouldBeEmpty();

        (await fixture.Catalog.IndexRecovery.RunAsync(1_700_000_005_000, Cancel)).ShouldBe(1);
        (await FindAsync(fixture)).ShouldBe([guids[1]]);

        (await fixture.Catalog.IndexRecovery.RunAsync(0, Cancel)).ShouldBeGreaterThanOrEqualTo(2);
        (await FindAsync(fixture)).ShouldBe(guids);
    }

    [Fact]
    public async Task More_entities_than_fit_into_one_transaction_are_gone_through()
    {
        const int Count = 1001;
        await using var fixture = await EntityFixture.OpenAsync(stores);
        var entities = Enumerable.Range(1, Count)
            .Select(i => $$"""{ "guid": "-{{i}}", "typeName": "shop_db", "attributes": { "qualifiedName": "d{{i}}", "name": "d{{i}}" } }""");
        await fixture.PostBulkAsync($$"""{ "entities": [ {{string.Join(',', entities)}} ] }""");

        (await fixture.Catalog.IndexRecovery.RunAsync(0, Cancel)).ShouldBe(Count);
        (await fixture.Catalog.IndexRecovery.RunAsync(long.MaxValue, Cancel)).ShouldBe(0);
    }

    /// <summary>What the index itself has: a search looks through so few entities without it.</summary>
    private static async Task<IEnumerable<string>> FindAsync(EntityFixture fixture)
    {
        await using var reader = await fixture.Store.OpenReaderAsync(1, Cancel);
        var words = new SearchSource.OfWords(new WordQuery.Phrase(["searched"], IsPrefix: true), new(null, null));
        return (await reader.SearchAsync(words, new SearchPage(null, 0, 10), Cancel)).Select(hit => hit.Entity.Guid);
    }
}
