using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Tests.Entities;

namespace AtlasHa.Catalog.Tests.Discovery;

public sealed class OtherSearchTests : IAsyncLifetime
{
    private EntityFixture _fixture = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _fixture = await SearchFixture.OpenAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Attribute_search_finds_by_prefix()
    {
        (await _fixture.Discovery.SearchByAttributeAsync("owner", "a", "table", 0, 0, Cancel)).Names().ShouldBe(["orders", "orders_view", "old"], ignoreOrder: true);
        (await _fixture.Discovery.SearchByAttributeAsync(null, "sales.", "table", 0, 0, Cancel)).Names().ShouldBe(["orders", "customers"], ignoreOrder: true);
        (await EntityFixture.ErrorOf(() => _fixture.Discovery.SearchByAttributeAsync("", "", "table", 0, 0, Cancel))).ShouldBe("400-00-01A");
        (await EntityFixture.ErrorOf(() => _fixture.Discovery.SearchByAttributeAsync("name", "x", null, 0, 0, Cancel))).ShouldBe("400-00-029");
    }

    [Fact]
    public async Task Full_text_search_scores_what_it_finds()
    {
        var result = await _fixture.Discovery.SearchFullTextAsync("orders", false, 0, 0, Cancel);

        result.QueryType.ShouldBe(SearchQueryType.FullText);
        result.FullTextResult!.Select(found => found.Entity!.DisplayText).ShouldBe(["orders", "orders_view"], ignoreOrder: true);
        result.FullTextResult!.ShouldAllBe(found => found.Score > 0 && found.Score <= 1);
        (await _fixture.Discovery.SearchFullTextAsync("old", true, 0, 0, Cancel)).FullTextResult.ShouldBeNull();
        (await EntityFixture.ErrorOf(() => _fixture.Discovery.SearchFullTextAsync(new string('x', 4097), false, 0, 0, Cancel))).ShouldBe("400-00-058");
    }

    [Fact]
    public async Task Quick_search_counts_what_it_finds()
    {
        var result = await _fixture.Discovery.SearchQuickAsync(new QuickSearchParameters { Query = "ord", TypeName = "table", IncludeSubTypes = true, Limit = 1 }, Cancel);

        result.SearchResults!.Entities!.Count.ShouldBe(1);
        result.AggregationMetrics!["__typeName"].ShouldBe([new("table", 1), new("view", 1)]);
        result.AggregationMetrics["__state"].ShouldBe([new("ACTIVE", 2)]);
        result.AggregationMetrics["Asset.owner"].ShouldBe([new("ann", 2)]);
    }

    [Fact]
    public async Task Quick_search_leaves_subtypes_out_unless_asked()
    {
        var result = await _fixture.Discovery.SearchQuickAsync(new QuickSearchParameters { Query = "ord", TypeName = "table" }, Cancel);

        result.SearchResults!.Names().ShouldBe(["orders"]);
    }

    [Theory]
    [InlineData("400-00-047", null, null, null)]
    [InlineData("400-00-029", "x", null, "name")]
    public async Task Quick_search_refuses(string code, string? query, string? type, string? sort) =>
        (await EntityFixture.ErrorOf(() => _fixture.Discovery.SearchQuickAsync(
            new QuickSearchParameters { Query = query, TypeName = type, SortBy = sort }, Cancel))).ShouldBe(code);

    [Fact]
    public async Task Suggestions_are_different_values_in_order()
    {
        (await _fixture.Discovery.SuggestAsync("or", null, Cancel)).Suggestions.ShouldBe(["orders", "orders_view"]);
        (await _fixture.Discovery.SuggestAsync("a", "Asset.owner", Cancel)).Suggestions.ShouldBe(["ann"]);
        (await _fixture.Discovery.SuggestAsync("", "owner", Cancel)).Suggestions.ShouldBeEmpty();
        (await _fixture.Discovery.SuggestAsync("a", "unknown", Cancel)).Suggestions.ShouldBeEmpty();
    }

    [Fact]
    public async Task Related_search_finds_the_other_ends()
    {
        var sales = (await _fixture.FindAsync("db", "sales@c1"))!;
        var parameters = new RelatedSearchParameters { Guid = sales, Relation = "tables", Limit = 10, GetApproximateCount = true };

        var result = await _fixture.Discovery.SearchRelatedAsync(parameters, Cancel);

        result.Names().ShouldBe(["customers", "orders"]);
        result.ApproximateCount.ShouldBe(2);
        (await _fixture.Discovery.SearchRelatedAsync(parameters with { SortOrder = SortOrder.Descending, Limit = 1 }, Cancel)).Names().ShouldBe(["orders"]);
        (await _fixture.Discovery.SearchRelatedAsync(parameters with { Relation = "__db.tables" }, Cancel)).Names().Length.ShouldBe(2);
        (await _fixture.Discovery.SearchRelatedAsync(parameters with { Limit = 0 }, Cancel)).Entities!.ShouldBeEmpty();
        var unknown = await _fixture.Discovery.SearchRelatedAsync(parameters with { Relation = "unknown", GetApproximateCount = false }, Cancel);
        unknown.Entities!.ShouldBeEmpty();
        unknown.ApproximateCount.ShouldBe(0);
    }

    [Fact]
    public async Task Related_search_refuses()
    {
        var sales = (await _fixture.FindAsync("db", "sales@c1"))!;

        (await RefusalAsync(new() { Relation = "tables" })).ShouldBe("400-00-01A");
        (await RefusalAsync(new() { Guid = "unknown", Relation = "tables" })).ShouldBe("404-00-005");
        (await RefusalAsync(new() { Guid = sales, Relation = "name" })).ShouldBe("400-00-048");
        (await RefusalAsync(new() { Guid = sales, Relation = "tables", SortBy = "unknown", Limit = 1 })).ShouldBe("400-00-023");
    }

    private Task<string> RefusalAsync(RelatedSearchParameters parameters) =>
        EntityFixture.ErrorOf(() => _fixture.Discovery.SearchRelatedAsync(parameters, Cancel));
}
