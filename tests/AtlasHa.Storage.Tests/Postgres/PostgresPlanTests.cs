using System.Text;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.AdminAudit;
using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Storage.Tests.Postgres;

/// <summary>
/// A prepared statement keeps its plan. One that was made while the tables were small must not read whole tables when they have grown: each
/// creation would cost more than the one before, until the server's next analysis.
/// </summary>
public sealed class PostgresPlanTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    // The driver prepares a statement after its second use, the server keeps a plan after the fifth.
    private const int Uses = 15;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_are_looked_up_by_index_when_the_tables_were_small_at_first()
    {
        await using var stores = new PostgresTestStores(server);
        await using (var store = stores.OpenWith())
        {
            await store.InitializeAsync(Token);
            (await store.TryClaimEpochAsync(1, "id1", Token)).ShouldBeTrue();
            await UseAsync(store, 0);
        }
        await stores.ExecuteAsync("ANALYZE");
        var before = await SequentialScansAsync(stores);

        await using (var store = stores.OpenWith())
        {
            for (var i = 1; i <= Uses; i++)
                await UseAsync(store, i);
        }

        await stores.SessionsEndAsync();
        (await SequentialScansAsync(stores)).ShouldBe(before);
    }

    private static async Task UseAsync(ICatalogStore store, int i)
    {
        string[] guids = [$"g{i}", $"h{i}"];
        UniqueValue[] values = [new("qualifiedName", $"g{i}"), new("qualifiedName", $"h{i}")];
        await using (var writer = await store.BeginWriteAsync(1, Token))
        {
            (await writer.FindRequestsAsync([new("ann", guids[0]), new("ann", guids[1])], Token)).ShouldBeEmpty();
            (await writer.FindUniqueAsync(values, Token)).ShouldBeEmpty();
            await writer.PutEntitiesAsync([.. guids.Select(guid => Rows.Entity(guid))], Token);
            await writer.SetUniqueAsync(guids.ToDictionary(guid => guid, guid => (IReadOnlyCollection<UniqueRow>)[Rows.Unique(guid, guid)]), Token);
            await writer.SetTypeUsesAsync(guids.ToDictionary(guid => guid, _ => (IReadOnlyCollection<string>)["PII"]), Token);
            await writer.SetSearchAsync([.. guids.Select(guid => Indexed(guid, isNew: true))], Token);
            await writer.SetSearchAsync([.. guids.Select(guid => Indexed(guid, isNew: false))], Token);
            await writer.PutRelationshipsAsync([Rows.Relationship($"r{i}", guids[0], guids[1])], Token);
            await writer.DeleteRelationshipsAsync([Rows.Relationship($"gone{i}", "", "")], Token);
            await writer.RememberRequestsAsync([Rows.Request(guids[0])], Token);
            await writer.CommitAsync(Token);
        }
        await using var reader = await store.OpenReaderAsync(1, Token);
        (await reader.ReadEntitiesAsync(guids, Token)).Count.ShouldBe(2);
        (await reader.FindUniqueAsync(values, Token)).Count.ShouldBe(2);
        (await reader.ReadRelationshipsOfAsync(guids, Token)).Count.ShouldBe(1);
        var page = new SearchPage(null, 0, 1);
        (await reader.SearchAsync(new SearchSource.OfTypes([new("hive_table", EntityRowStatus.Active)]), page, Token)).Count.ShouldBe(1);
        (await reader.SearchAsync(new SearchSource.OfValues([new(1, ValueRange.Exactly(Encoding.UTF8.GetBytes(guids[0])))]), page, Token)).Count.ShouldBe(1);
        (await reader.SearchAsync(new SearchSource.OfWords(new WordQuery.Phrase([guids[0]], IsPrefix: false), new(null, null)), page, Token)).Count.ShouldBe(1);
        (await reader.SearchAsync(new SearchSource.OfClassifications(["PII"], new(null, null)), page, Token)).ShouldBeEmpty();
        (await reader.ReadRelationshipsOfAsync(guids, ["hive_table_columns", "missing"], Token)).Count.ShouldBe(1);
        (await reader.ReadRelationshipsBetweenAsync([new(guids[0], guids[1]), new("missing", guids[1])], Token)).Count.ShouldBe(1);
        (await reader.ReadRelationshipsOfTypeAsync("hive_table_columns", activeOnly: true, 0, 1, Token)).Count.ShouldBe(1);
        (await reader.CountRelationshipsOfTypeAsync("hive_table_columns", activeOnly: true, 1, Token)).ShouldBe(1);
        (await reader.ReadAdminAuditAsync(AdminAuditQuery.ByGuid(guids[0]), Token)).ShouldBeEmpty();
        var late = new AdminAuditCondition.Test(AdminAuditColumn.StartTime, AdminAuditComparison.Greater, [5L]);
        (await reader.ReadAdminAuditAsync(new AdminAuditQuery(late, AdminAuditColumn.StartTime, Descending: true, 0, 10), Token)).ShouldBeEmpty();
    }

    private static SearchRow Indexed(string guid, bool isNew) => new(guid, isNew, [new SearchValue(1, Encoding.UTF8.GetBytes(guid))], guid);

    private static Task<long> SequentialScansAsync(PostgresTestStores stores) => stores.ScalarAsync(
        """
        SELECT sum(seq_scan)::bigint FROM pg_stat_user_tables WHERE relname IN (
            'entity', 'unique_value', 'type_use', 'relationship', 'remembered_request', 'attribute_value', 'entity_text', 'entity_classification', 'admin_audit')
        """);
}
