using AtlasHa.Storage.Sqlite;
using AtlasHa.Storage.Sqlite.Search;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.Storage.Tests.Sqlite;

/// <summary>A search reads what it finds: no statement goes through a table or sorts what it has read.</summary>
public sealed class SqliteSearchPlanTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(SearchSql.OfType)]
    [InlineData(SearchSql.OfValueAscending)]
    [InlineData(SearchSql.OfValueDescending)]
    [InlineData(SearchSql.OfWords)]
    [InlineData(SearchSql.OfClassification)]
    [InlineData(SearchSql.EntityById)]
    [InlineData(SearchSql.ValuesOf)]
    [InlineData(SearchSql.AllEntities)]
    [InlineData(SearchSql.SavedSearchesOf)]
    public async Task Search_follows_an_index_in_its_order(string sql)
    {
        var plan = await PlanAsync(sql, null, null, null, null, null);

        plan.ShouldNotBeEmpty();
        // The words' own index and lists of names are no tables of the catalogue.
        plan.Where(step => step.StartsWith("SCAN", StringComparison.Ordinal) && !step.Contains("VIRTUAL TABLE", StringComparison.Ordinal)).ShouldBeEmpty();
        plan.ShouldNotContain(step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_lies_between_two_entities_is_found_by_both() =>
        (await PlanAsync(Sql.SelectRelationshipsBetween, null, null))
            .ShouldBe(["SEARCH relationship USING INDEX relationship_by_ends (end1_guid=? AND end2_guid=?)"]);

    private async Task<List<string>> PlanAsync(string sql, params object?[] values)
    {
        await using var store = new SqliteCatalogStore(
            new SqliteStoreOptions { Path = _folder.File("catalog.db") }, TimeProvider.System, NullLogger<SqliteCatalogStore>.Instance);
        await store.InitializeAsync(TestContext.Current.CancellationToken);
        using var session = SqliteSession.Open(_folder.File("catalog.db"), readOnly: true, TimeSpan.Zero);
        List<string> plan = [];
        session.Query($"EXPLAIN QUERY PLAN {sql}", plan, static (row, steps) => steps.Add(row.GetString(3)), values);
        return plan;
    }
}
