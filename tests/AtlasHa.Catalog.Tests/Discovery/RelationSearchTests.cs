using AtlasHa.Catalog.Discovery;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Tests.Stores;
using FsCheck.Fluent;

namespace AtlasHa.Catalog.Tests.Discovery;

public sealed class SqliteRelationSearchTests(SqliteStores stores) : RelationSearchTests(stores), IClassFixture<SqliteStores>;

public sealed class PostgresRelationSearchTests(PostgresStores stores) : RelationSearchTests(stores);

/// <summary>Generated searches for relationships find what a plain loop over all of them finds, on every store; and what is refused.</summary>
public abstract class RelationSearchTests(IStores stores)
{
    private const int Links = 60;
    private const int Samples = 120;

    private const string Model = """
        { "entityDefs": [ { "name": "node", "superTypes": [ "DataSet" ] } ],
          "relationshipDefs": [
            { "name": "link", "relationshipCategory": "ASSOCIATION", "propagateTags": "ONE_TO_TWO", "attributeDefs": [
                { "name": "name", "typeName": "string", "isOptional": true }, { "name": "owner", "typeName": "string", "isOptional": true },
                { "name": "rows", "typeName": "long", "isOptional": true }, { "name": "size", "typeName": "int", "isOptional": true },
                { "name": "aliases", "typeName": "array<string>", "isOptional": true } ],
              "endDef1": { "type": "node", "name": "out", "cardinality": "SET" }, "endDef2": { "type": "node", "name": "in", "cardinality": "SET" } },
            { "name": "bond", "relationshipCategory": "ASSOCIATION", "relationshipLabel": "bonded",
              "endDef1": { "type": "node", "name": "left", "cardinality": "SET" }, "endDef2": { "type": "node", "name": "right", "cardinality": "SET" } } ] }
        """;

    private static readonly CatalogOptions Served = new() { Discovery = new DiscoveryOptions { RelationshipSearch = true } };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Filters_find_what_a_scan_finds_in_order_and_in_pages()
    {
        await using var fixture = await OpenAsync();
        var links = await LinkAsync(fixture);
        var number = 0;
        foreach (var filter in NaiveFilter.Generator(forDsl: false).Sample(Samples))
        {
            var excludeDeleted = number % 2 == 0;
            var sortBy = (new[] { null, "name", "rows" })[number % 3];
            var descending = number++ % 5 == 0;
            var expected = links.Where(link => filter.Holds(link.Table) && !(excludeDeleted && link.Table.IsDeleted)).Select(link => link.Guid).ToArray();
            var parameters = new SearchParameters
            {
                RelationshipName = "link",
                RelationshipFilters = filter.ToCriteria(),
                ExcludeDeletedEntities = excludeDeleted,
                SortBy = sortBy,
                SortOrder = descending ? SortOrder.Descending : null,
                Limit = 1000,
            };

            var found = await SearchAsync(fixture, parameters);

            var guids = Guids(found);
            guids.Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal), System.Text.Encoding.UTF8.GetString(AtlasJson.Write(parameters)));
            found.ApproximateCount.ShouldBe(expected.Length);
            if (sortBy is null)
                guids.ShouldBe(expected);
            else
                Keys(found, sortBy).ShouldBe(Sorted(Keys(found, sortBy), descending));
            (await AllPagesAsync(fixture, parameters)).ShouldBe(guids);
            if (guids.Length > 3)
                Guids(await SearchAsync(fixture, parameters with { Offset = 2, Limit = 1 })).ShouldBe([guids[2]]);
        }
    }

    [Fact]
    public async Task Header_shows_ends_attributes_label_and_direction_as_the_creator_named_them()
    {
        await using var fixture = await OpenAsync();
        var (a, b) = (await fixture.CreateAsync("node", "a"), await fixture.CreateAsync("node", "b"));
        var made = await fixture.Catalog.Relationships.CreateAsync(Relationship("link", a, b, """{ "name": "n", "rows": 3 }"""), EntityFixture.Caller, Cancel);
        var bond = await fixture.Catalog.Relationships.CreateAsync(Relationship("bond", b, a, "{}"), EntityFixture.Caller, Cancel);

        var found = await SearchAsync(fixture, new SearchParameters { RelationshipName = "link,bond,unknown" });

        found.Relations!.Select(relation => (relation.Guid, relation.TypeName, relation.Label)).ShouldBe([(bond.Guid, "bond", "bonded"), (made.Guid, "link", "r:link")]);
        var header = found.Relations![1];
        (header.Status, header.PropagateTags, header.End1!.Guid, header.End2!.Guid).ShouldBe((EntityStatus.Active, made.PropagateTags, a, b));
        header.End1.UniqueAttributes!["qualifiedName"].ShouldBe("a");
        (header.Attributes!["name"], header.Attributes["rows"]).ShouldBe(("n", 3L));
        (found.QueryType, found.Entities, found.SearchParameters!.Limit).ShouldBe((SearchQueryType.Basic, null, 100));
        (await SearchAsync(fixture, new SearchParameters { RelationshipName = "link", RelationshipFilters = Filter("name", "=", "x") })).Relations.ShouldBeNull();
    }

    [Theory]
    [InlineData("__guid", "=", "1")]
    [InlineData("__guid", "in", "0 2")]
    [InlineData("__guid", "!=", "0 2")]
    [InlineData("__state", "=", "1")]
    [InlineData("__createdBy", "=", "0 1 2")]
    [InlineData("__typeName", "startsWith", "0 1 2")]
    [InlineData("__timestamp", ">", "1 2")]
    [InlineData("__timestamp", "timerange", "0 1 2")]
    public async Task System_attributes_can_be_filtered_by(string attribute, string symbol, string expected)
    {
        await using var fixture = await OpenAsync();
        List<string> guids = [];
        for (var i = 0; i < 3; i++)
        {
            var (a, b) = (await fixture.CreateAsync("node", $"a{i}"), await fixture.CreateAsync("node", $"b{i}"));
            guids.Add((await fixture.Catalog.Relationships.CreateAsync(Relationship("link", a, b, "{}"), EntityFixture.Caller, Cancel)).Guid!);
            fixture.Time.Advance(TimeSpan.FromSeconds(1));
        }
        await fixture.Catalog.Relationships.DeleteAsync(guids[1], EntityFixture.Caller, Cancel);
        var value = (attribute, symbol) switch
        {
            ("__guid", "in") => $"{guids[0]},{guids[2]},unknown",
            ("__guid", _) => guids[1],
            ("__state", _) => "DELETED",
            ("__createdBy", _) => "ada",
            ("__timestamp", "timerange") => "THIS_YEAR",
            ("__timestamp", _) => "1700000000000",
            _ => "li",
        };

        var found = await SearchAsync(fixture, new SearchParameters { RelationshipName = "link", RelationshipFilters = Filter(attribute, symbol, value) });

        Guids(found).Select(guid => guids.IndexOf(guid)).Order().ShouldBe(expected.Split(' ').Select(int.Parse));
        var none = new SearchParameters { RelationshipName = "bond", RelationshipFilters = Filter("__guid", "=", guids[0]) };
        (await SearchAsync(fixture, none)).Relations.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{ }""", "400-00-047")]
    [InlineData("""{ "relationshipFilters": { "attributeName": "name", "operator": "=", "attributeValue": "x" } }""", "400-00-029")]
    [InlineData("""{ "relationshipName": "unknown" }""", "400-00-00A")]
    [InlineData("""{ "relationshipName": "node" }""", "400-00-00A")]
    [InlineData("""{ "relationshipName": "link", "limit": -1 }""", "400-00-029")]
    [InlineData("""{ "relationshipName": "link", "sortBy": "unknown" }""", "400-00-023")]
    [InlineData("""{ "relationshipName": "link", "marker": "x" }""", "400-00-029")]
    [InlineData("""{ "relationshipName": "link", "marker": "*", "offset": 1 }""", "400-00-029")]
    [InlineData("""{ "relationshipName": "link", "relationshipFilters": { "attributeName": "unknown", "operator": "=", "attributeValue": "x" } }""", "400-00-023")]
    [InlineData("""{ "relationshipName": "link", "relationshipFilters": { "attributeName": "rows", "operator": "=", "attributeValue": "x" } }""", "400-00-029")]
    [InlineData("""{ "relationshipName": "link", "relationshipFilters": { "attributeName": "rows", "operator": "~", "attributeValue": "x" } }""", "400-00-103")]
    public async Task Wrong_searches_are_refused(string parameters, string error)
    {
        await using var fixture = await OpenAsync();
        (await EntityFixture.ErrorOf(() => SearchAsync(fixture, AtlasJson.Parse<SearchParameters>(parameters)))).ShouldBe(error);
    }

    [Fact]
    public async Task Nothing_is_served_unless_it_is_switched_on()
    {
        await using var fixture = await EntityFixture.OpenAsync(stores);
        (await EntityFixture.ErrorOf(() => SearchAsync(fixture, new SearchParameters { RelationshipName = "shop_table_columns" }))).ShouldBe("400-00-029");
    }

    private static FilterCriteria Filter(string attribute, string symbol, string value) => new() { AttributeName = attribute, Operator = symbol, AttributeValue = value };

    private static AtlasRelationship Relationship(string type, string end1, string end2, string attributes) => AtlasJson.Parse<AtlasRelationship>(
        $$"""{ "typeName": "{{type}}", "end1": { "guid": "{{end1}}" }, "end2": { "guid": "{{end2}}" }, "attributes": {{attributes}} }""");

    private static string[] Guids(AtlasSearchResult result) => [.. (result.Relations ?? []).Select(relation => relation.Guid!)];

    private static object?[] Keys(AtlasSearchResult result, string attribute) => [.. (result.Relations ?? []).Select(relation => relation.Attributes!.GetValueOrDefault(attribute))];

    private static object?[] Sorted(object?[] keys, bool descending)
    {
        var order = Comparer<object?>.Create((left, right) => left is string text ? string.CompareOrdinal(text, (string)right!) : ((long)left!).CompareTo((long)right!));
        var there = keys.Where(key => key is not null);
        return [.. descending ? there.OrderDescending(order) : there.Order(order), .. keys.Where(key => key is null)];
    }

    private static Task<AtlasSearchResult> SearchAsync(EntityFixture fixture, SearchParameters parameters) =>
        fixture.Discovery.SearchRelationsAsync(parameters, Cancel);

    private static async Task<List<string>> AllPagesAsync(EntityFixture fixture, SearchParameters parameters)
    {
        List<string> found = [];
        for (var marker = "*"; marker != "-1";)
        {
            var page = await SearchAsync(fixture, parameters with { Marker = marker, Limit = 7 });
            found.AddRange(Guids(page));
            marker = page.NextMarker!;
        }
        return found;
    }

    /// <summary>Links with the values of generated tables, some deleted, among others of another type.</summary>
    private static async Task<List<(string Guid, NaiveTable Table)>> LinkAsync(EntityFixture fixture)
    {
        var hub = await fixture.CreateAsync("node", "hub");
        List<(string, NaiveTable)> links = [];
        var number = 0;
        foreach (var table in NaiveTable.Many(Links))
        {
            var end = await fixture.CreateAsync("node", $"n{number++}");
            var attributes = AtlasJson.Write(new Dictionary<string, object?>
            {
                ["name"] = table.Name,
                ["owner"] = table.Owner,
                ["rows"] = table.Rows,
                ["size"] = table.Size,
                ["aliases"] = table.Aliases.ToList<object?>(),
            });
            var link = await fixture.Catalog.Relationships.CreateAsync(
                Relationship("link", hub, end, System.Text.Encoding.UTF8.GetString(attributes)), EntityFixture.Caller, Cancel);
            if (number % 4 == 0)
                await fixture.Catalog.Relationships.CreateAsync(Relationship("bond", hub, end, "{}"), EntityFixture.Caller, Cancel);
            if (table.IsDeleted)
                await fixture.Catalog.Relationships.DeleteAsync(link.Guid!, EntityFixture.Caller, Cancel);
            links.Add((link.Guid!, table));
        }
        return links;
    }

    private async Task<EntityFixture> OpenAsync()
    {
        var fixture = await EntityFixture.OpenAsync(stores, Served);
        await fixture.DefineAsync(Model);
        return fixture;
    }
}
