using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Tests.Entities;

namespace AtlasHa.Catalog.Tests.Discovery;

/// <summary>What is searched by classification follows the classifications at once, also where they spread.</summary>
public sealed class ClassifiedSearchTests : IAsyncLifetime
{
    private EntityFixture _fixture = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _fixture = await SearchFixture.OpenAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Classification_is_found_where_it_was_put_and_where_it_spreads()
    {
        await _fixture.ClassifyAsync(await OrdersAsync(), """[ { "typeName": "finance" } ]""");

        await ShouldFindAsync("finance", "events,logs,orders,sales");
    }

    [Fact]
    public async Task Removed_classification_is_found_nowhere_any_more()
    {
        var events = (await _fixture.FindAsync("table", "logs.events@c1"))!;
        await _fixture.Catalog.Classifications.RemoveAsync(EntityLocator.Of(events), "finance", null, EntityFixture.Caller, Cancel);

        await ShouldFindAsync("finance", "");
    }

    [Fact]
    public async Task Classification_that_is_not_to_spread_any_more_is_found_where_it_was_put_only()
    {
        var events = (await _fixture.FindAsync("table", "logs.events@c1"))!;
        await _fixture.Catalog.Classifications.UpdateAsync(
            EntityLocator.Of(events), [new() { TypeName = "finance", Propagate = false }], EntityFixture.Caller, Cancel);

        await ShouldFindAsync("finance", "events");
    }

    [Fact]
    public async Task Attributes_of_a_classification_are_compared_where_it_has_spread_to()
    {
        await _fixture.ClassifyAsync((await _fixture.FindAsync("view", "orders_view@c1"))!, """[ { "typeName": "pii", "attributes": { "level": 8 } } ]""");
        await _fixture.PostAsync("""
            { "entity": { "typeName": "view", "attributes": { "qualifiedName": "orders_view@c1", "name": "orders_view" },
              "relationshipAttributes": { "db": { "typeName": "db", "uniqueAttributes": { "qualifiedName": "logs@c1" } } } } }
            """);

        (await _fixture.NamesAsync("""
            { "classification": "pii", "tagFilters": { "attributeName": "level", "operator": ">", "attributeValue": "5" } }
            """)).ShouldBe(["orders_view", "logs"], ignoreOrder: true);
        (await _fixture.NamesAsync("""
            { "typeName": "db", "entityFilters": { "attributeName": "__propagatedClassificationNames", "operator": "contains", "attributeValue": "pii" } }
            """)).ShouldBe(["logs"]);
    }

    [Fact]
    public async Task Headers_name_all_classifications()
    {
        var found = await _fixture.SearchAsync("""{ "typeName": "db", "classification": "finance", "includeClassificationAttributes": true }""");

        var logs = found.Entities!.ShouldHaveSingleItem();
        logs.ClassificationNames.ShouldBe(["finance"]);
        logs.Classifications!.ShouldHaveSingleItem().EntityGuid.ShouldBe(await _fixture.FindAsync("table", "logs.events@c1"));
    }

    private async Task ShouldFindAsync(string classification, string expected)
    {
        foreach (var parameters in new[] { $$"""{ "classification": "{{classification}}" }""", $$"""{ "query": "{{classification}}" }""" })
            Joined(await _fixture.NamesAsync(parameters)).ShouldBe(expected, parameters);
        Joined((await _fixture.DslAsync($"from {classification}")).Names()).ShouldBe(expected);
    }

    private static string Joined(string[] names) => string.Join(',', names.Order(StringComparer.Ordinal));

    private async Task<string> OrdersAsync() => (await _fixture.FindAsync("table", "sales.orders@c1"))!;
}
