using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Storage.Tests.Postgres;

/// <summary>
/// A page costs what it holds, and what lies between two entities no more than that, whatever else there is and whenever the plan was made. By the server's guess an index that gives the order and not the
/// choice, such as the primary key, is the cheaper one; where there is little to find it goes through the whole table.
/// </summary>
public sealed class PostgresPagePlanTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    // The driver prepares a statement after its second use, the server keeps a plan after the fifth.
    private const int Uses = 15;

    private const int Many = 100_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(Many)]
    public async Task Pages_are_read_by_the_index_of_what_is_looked_for(int analyzedAt)
    {
        await using var stores = new PostgresTestStores(server);
        await using var store = stores.OpenWith();
        await store.InitializeAsync(Token);
        (await store.TryClaimEpochAsync(1, "id1", Token)).ShouldBeTrue();
        foreach (var table in (string[])["relationship", "entity", "entity_text", "attribute_value"])
            await stores.ExecuteAsync($"ALTER TABLE {table} SET (autovacuum_enabled = false)");
        foreach (var count in (int[])[0, 100, Many])
        {
            await stores.ExecuteAsync(Fill(count));
            if (count == analyzedAt)
                await stores.ExecuteAsync("ANALYZE");
            await UseAsync(store, count);
        }

        await store.DisposeAsync();
        await stores.SessionsEndAsync();

        // Rows that an index gave, and that were then passed over, are among them.
        (await stores.ScalarAsync("SELECT sum(idx_tup_fetch)::bigint FROM pg_stat_user_tables WHERE relname IN ('relationship', 'entity', 'attribute_value')"))
            .ShouldBeLessThan(Many);
        // Of a word that many have, as many are looked at as show that.
        (await stores.ScalarAsync("SELECT idx_tup_fetch FROM pg_stat_user_tables WHERE relname = 'entity_text'")).ShouldBeLessThan(2 * Uses * 2100);
    }

    /// <summary>A page of what there is little of, and one of what there is much of.</summary>
    private static async Task UseAsync(ICatalogStore store, int count)
    {
        var page = new SearchPage(null, 0, 20);
        for (var i = 0; i < Uses; i++)
        {
            await using var reader = await store.OpenReaderAsync(1, Token);
            (await reader.ReadRelationshipsBetweenAsync([new("hub", "hub2"), new("a1", "hub2"), new("hub", "b4"), new("hub", "a1")], Token)).Count
                .ShouldBe(count switch { 0 => 0, 100 => 3, _ => 5 });
            foreach (var (name, partition) in new[] { ("rare", 2L), ("common", 1L) })
            {
                var expected = (name == "common" && count >= 100) ? 20 : Math.Min(20, RareAt(count));
                (await reader.ReadRelationshipsOfTypeAsync(name, activeOnly: true, 0, 20, Token)).Count.ShouldBe(expected);
                (await reader.SearchAsync(new SearchSource.OfTypes([new(name, EntityRowStatus.Active)]), page, Token)).Count.ShouldBe(expected);
                (await reader.SearchAsync(new SearchSource.OfWords(new WordQuery.Phrase([name], IsPrefix: false), new(null, null)), page, Token)).Count.ShouldBe(expected);
                (await reader.SearchAsync(new SearchSource.OfValues([new(partition, ValueRange.All)]), page, Token)).Count.ShouldBe(expected);
            }
        }

        static int RareAt(int count) => count switch { 0 => 0, 100 => 4, _ => 8 };
    }

    /// <summary>
    /// So many relationships and entities of one type, with one word and one partition of values, and after them four of another; none for none. Nothing of
    /// it is read by an index, which would count.
    /// </summary>
    private static string Fill(int count) => count == 0 ? "SELECT 1" : $"""
        INSERT INTO relationship (guid, type_name, end1_guid, end2_guid, status, create_time, update_time, version, document)
        SELECT 'r{count}-' || i, CASE WHEN i <= {count} THEN 'common' ELSE 'rare' END,
            CASE WHEN i % 2 = 0 THEN 'hub' ELSE 'a' || i END, CASE WHEN i % 2 = 1 OR i = 2 AND {count} = 100 THEN 'hub2' ELSE 'b' || i END, 0, 1, 1, 0, ''
        FROM generate_series(1, {count} + 4) i;
        INSERT INTO entity (guid, type_name, status, create_time, update_time, version, document)
        SELECT 'e{count}-' || i, CASE WHEN i <= {count} THEN 'common' ELSE 'rare' END, 0, 1, 1, 0, '' FROM generate_series(1, {count} + 4) i;
        INSERT INTO entity_text SELECT id, ('''' || type_name || ''':1')::tsvector FROM entity WHERE guid || '' LIKE 'e{count}-%';
        INSERT INTO attribute_value SELECT id, CASE WHEN type_name = 'common' THEN 1 ELSE 2 END, convert_to(guid, 'UTF8') FROM entity WHERE guid || '' LIKE 'e{count}-%';
        """;
}
