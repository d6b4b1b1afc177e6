using AtlasHa.Catalog.Tests.Entities;

namespace AtlasHa.Catalog.Tests.Discovery;

public sealed class BasicSearchTests : IAsyncLifetime
{
    private EntityFixture _fixture = null!;

    public async ValueTask InitializeAsync() => _fixture = await SearchFixture.OpenAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData("""{ "typeName": "table" }""", "customers,events,old,orders,orders_view")]
    [InlineData("""{ "typeName": "table", "excludeDeletedEntities": true }""", "customers,events,orders,orders_view")]
    [InlineData("""{ "typeName": "table", "includeSubTypes": false, "excludeDeletedEntities": true }""", "customers,events,orders")]
    [InlineData("""{ "typeName": "view,db,unknown" }""", "logs,orders_view,sales")]
    [InlineData("""{ "typeName": "_ALL_ENTITY_TYPES", "excludeDeletedEntities": true }""", "customers,events,logs,orders,orders_view,sales")]
    [InlineData("""{ "classification": "pii" }""", "customers,orders")]
    [InlineData("""{ "classification": "pii", "includeSubClassifications": false }""", "orders")]
    [InlineData("""{ "classification": "pi*" }""", "customers,orders")]
    [InlineData("""{ "classification": "finance" }""", "events,logs")]
    [InlineData("""{ "classification": "finance,pii", "typeName": "table" }""", "customers,events,orders")]
    [InlineData("""{ "classification": "_CLASSIFIED" }""", "customers,events,logs,orders")]
    [InlineData("""{ "classification": "*", "typeName": "db" }""", "logs")]
    [InlineData("""{ "classification": "_NOT_CLASSIFIED", "typeName": "db,table", "excludeDeletedEntities": true }""", "orders_view,sales")]
    [InlineData("""{ "query": "orders" }""", "orders,orders_view")]
    [InlineData("""{ "query": "ord*" , "typeName": "view" }""", "orders_view")]
    [InlineData("""{ "query": "ordered customers" }""", "orders")]
    [InlineData("""{ "query": "\"customers ordered\"" }""", "orders")]
    [InlineData("""{ "query": "\"ordered customers\"", "typeName": "table" }""", "")]
    [InlineData("""{ "query": "events OR logs", "typeName": "db" }""", "logs")]
    [InlineData("""{ "query": "sales NOT orders", "typeName": "table" }""", "customers")]
    [InlineData("""{ "query": "hot" }""", "orders")]
    [InlineData("""{ "query": "k1 v1" }""", "orders")]
    [InlineData("""{ "query": "finance" }""", "events,logs")]
    [InlineData("""{ "query": "pii" }""", "customers,orders")]
    [InlineData("""{ "query": "pii NOT orders" }""", "customers")]
    [InlineData("""{ "query": "pii* owner cleo OR strong" }""", "customers")]
    [InlineData("""{ "query": "view" }""", "orders_view")]
    [InlineData("""{ "query": "table NOT (pii OR old)" }""", "events")]
    [InlineData("""{ "query": "name:orders", "typeName": "table", "excludeDeletedEntities": true }""", "orders,orders_view")]
    [InlineData("""{ "query": "name:customers AND sales", "typeName": "table" }""", "customers")]
    public async Task Finds_by_type_classification_and_text(string parameters, string expected) =>
        string.Join(',', (await _fixture.NamesAsync(parameters)).Order(StringComparer.Ordinal)).ShouldBe(expected);

    [Theory]
    [InlineData("rows", "=", "100", "orders,orders_view")]
    [InlineData("rows", "eq", "20", "customers")]
    [InlineData("rows", "!=", "100", "customers,events,old")]
    [InlineData("rows", "<", "20", "old")]
    [InlineData("rows", "lte", "20", "customers,old")]
    [InlineData("rows", ">", "100", "events")]
    [InlineData("rows", "gte", "100", "events,orders,orders_view")]
    [InlineData("rows", "in", "1, 20", "customers,old")]
    [InlineData("size", ">=", "5", "customers,events,orders")]
    [InlineData("name", "startsWith", "ord", "orders,orders_view")]
    [InlineData("name", "begins_with", "Ord", "")]
    [InlineData("name", "endsWith", "ers", "customers,orders")]
    [InlineData("name", "contains", "er", "customers,orders,orders_view")]
    [InlineData("name", "not_contains", "er", "events,old")]
    [InlineData("name", "like", "o*d?rs", "orders")]
    [InlineData("name", "like", "o?d*", "old,orders,orders_view")]
    [InlineData("name", "LIKE", "stom", "customers")]
    [InlineData("owner", "isNull", "", "events")]
    [InlineData("owner", "notNull", "", "customers,old,orders,orders_view")]
    [InlineData("owner", "notEmpty", "x", "customers,old,orders,orders_view")]
    [InlineData("owner", "neq", "ann", "customers,events")]
    [InlineData("kind", "=", "MANAGED", "orders")]
    [InlineData("live", "=", "TRUE", "orders")]
    [InlineData("aliases", "=", "ord", "orders")]
    [InlineData("aliases", "containsAny", "x,ord", "orders")]
    [InlineData("aliases", "containsAll", "o,ord", "orders")]
    [InlineData("aliases", "containsAll", "o,x", "")]
    [InlineData("opened", ">", "1600000000000", "customers")]
    [InlineData("opened", "timerange", "1577836800000,1577836800000", "orders")]
    [InlineData("__timestamp", "timerange", "TODAY", "customers,events,old,orders,orders_view")]
    [InlineData("__timestamp", "timerange", "YESTERDAY", "")]
    [InlineData("__timestamp", ">", "1800000000000", "")]
    [InlineData("__modificationTimestamp", ">=", "1700000000000", "customers,events,old,orders,orders_view")]
    [InlineData("__state", "=", "DELETED", "old")]
    [InlineData("__typeName", "=", "view", "orders_view")]
    [InlineData("__createdBy", "=", "ada", "customers,events,old,orders,orders_view")]
    [InlineData("__labels", "=", "hot", "orders")]
    [InlineData("__labels", "contains", "ol", "orders")]
    [InlineData("__customAttributes", "=", "k1=v1", "orders")]
    [InlineData("__classificationNames", "=", "pii", "orders")]
    [InlineData("__isIncomplete", "=", "true", "")]
    [InlineData("care.score", ">", "8", "orders")]
    public async Task Filters_compare(string attribute, string symbol, string value, string expected)
    {
        var found = await _fixture.NamesAsync($$"""
            { "typeName": "table", "entityFilters": { "attributeName": "{{attribute}}", "operator": "{{symbol}}", "attributeValue": "{{value}}" } }
            """);

        string.Join(',', found.Order(StringComparer.Ordinal)).ShouldBe(expected);
    }

    [Fact]
    public async Task Filters_nest()
    {
        var found = await _fixture.NamesAsync("""
            { "typeName": "table", "entityFilters": { "condition": "AND", "criterion": [
                { "attributeName": "owner", "operator": "=", "attributeValue": "ann" },
                { "condition": "OR", "criterion": [
                    { "attributeName": "name", "operator": "startsWith", "attributeValue": "orders_" },
                    { "attributeName": "rows", "operator": "<", "attributeValue": "50" } ] } ] } }
            """);

        found.ShouldBe(["orders_view", "old"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("level", ">", "3", "customers")]
    [InlineData("level", "<=", "3", "orders")]
    [InlineData("__typeName", "=", "pii_strong", "customers")]
    [InlineData("__entityStatus", "=", "ACTIVE", "customers,orders")]
    public async Task Tag_filters_compare_attributes_of_the_classification(string attribute, string symbol, string value, string expected)
    {
        var found = await _fixture.NamesAsync($$"""
            { "classification": "pii", "tagFilters": { "attributeName": "{{attribute}}", "operator": "{{symbol}}", "attributeValue": "{{value}}" } }
            """);

        string.Join(',', found.Order(StringComparer.Ordinal)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{ "typeName": "table", "sortBy": "name" }""", "customers,events,old,orders,orders_view")]
    [InlineData("""{ "typeName": "table", "sortBy": "name", "sortOrder": "DESCENDING", "limit": 2 }""", "orders_view,orders")]
    [InlineData("""{ "typeName": "table", "sortBy": "name", "limit": 2, "offset": 1 }""", "events,old")]
    [InlineData("""{ "typeName": "table", "sortBy": "owner", "sortOrder": "DESCENDING", "excludeDeletedEntities": true }""", "customers,orders_view,orders,events")]
    [InlineData("""{ "typeName": "table", "sortBy": "size", "query": "c1", "excludeDeletedEntities": true }""", "orders_view,orders,events,customers")]
    [InlineData("""{ "typeName": "table", "classification": "_CLASSIFIED", "sortBy": "rows" }""", "customers,orders,events")]
    public async Task Sorts_and_pages(string parameters, string expected)
    {
        var found = await _fixture.NamesAsync(parameters);

        // Entities of one request have one time of creation: among equal ones the order is not looked at.
        if (parameters.Contains("size", StringComparison.Ordinal) || parameters.Contains("owner", StringComparison.Ordinal))
            found.Order(StringComparer.Ordinal).ShouldBe(expected.Split(',').Order(StringComparer.Ordinal));
        else
            string.Join(',', found).ShouldBe(expected);
    }

    [Fact]
    public async Task Markers_lead_from_page_to_page()
    {
        foreach (var extra in new[] { "", """, "sortBy": "name" """, """, "sortBy": "owner", "sortOrder": "DESCENDING" """, """, "query": "c1" """ })
        {
            List<string> found = [];
            for (var marker = "*"; marker != "-1";)
            {
                var page = await _fixture.SearchAsync($$"""{ "typeName": "table", "limit": 2, "marker": "{{marker}}" {{extra}} }""");
                found.AddRange(page.Names());
                marker = page.NextMarker!;
            }

            found.ShouldBe(["customers", "events", "old", "orders", "orders_view"], ignoreOrder: true);
        }
    }

    [Fact]
    public async Task Shows_what_was_asked_for()
    {
        var result = await _fixture.SearchAsync("""
            { "typeName": "table", "query": "orders", "attributes": ["db", "rows"], "limit": -0, "includeClassificationAttributes": true,
              "entityFilters": { "attributeName": "kind", "operator": "eq", "attributeValue": "MANAGED" } }
            """);

        var header = result.Entities!.ShouldHaveSingleItem();
        header.Attributes!["rows"].ShouldBe(100L);
        header.Attributes["kind"].ShouldBe("MANAGED");
        var guid = (string)((Dictionary<string, object?>)header.Attributes["db"]!)["guid"]!;
        result.ReferredEntities![guid].DisplayText.ShouldBe("sales");
        header.Classifications!.ShouldHaveSingleItem().Attributes!["level"].ShouldBe(3L);
        result.ApproximateCount.ShouldBe(1);
        result.SearchParameters!.Limit.ShouldBe(100);
        result.SearchParameters.EntityFilters!.Operator.ShouldBe("=");
        result.NextMarker.ShouldBeNull();
    }

    [Fact]
    public async Task Shows_rows_without_headers_when_asked_to()
    {
        var result = await _fixture.SearchAsync("""
            { "typeName": "table", "excludeHeaderAttributes": true, "attributes": ["name", "rows"], "sortBy": "rows", "limit": 2 }
            """);

        result.Entities.ShouldBeNull();
        result.Attributes!.Name.ShouldBe(["name", "rows"]);
        result.Attributes.Values.Select(row => row[0]).ShouldBe(["old", "customers"]);
    }

    [Fact]
    public async Task Nothing_found_leaves_entities_out() => (await _fixture.SearchAsync("""{ "query": "nowhere" }""")).Entities.ShouldBeNull();

    [Theory]
    [InlineData("400-00-047", "{}")]
    [InlineData("400-00-029", """{ "typeName": "table", "limit": -1 }""")]
    [InlineData("400-00-029", """{ "typeName": "table", "offset": -1 }""")]
    [InlineData("400-00-029", """{ "query": "x", "entityFilters": { "attributeName": "name", "operator": "=", "attributeValue": "x" } }""")]
    [InlineData("400-00-029", """{ "typeName": "table", "tagFilters": { "attributeName": "level", "operator": "=", "attributeValue": "1" } }""")]
    [InlineData("400-00-029", """{ "classification": "pi*", "tagFilters": { "attributeName": "level", "operator": "=", "attributeValue": "1" } }""")]
    [InlineData("400-00-029", """{ "typeName": "table", "marker": "x" }""")]
    [InlineData("400-00-029", """{ "typeName": "table", "marker": "*", "offset": 1 }""")]
    [InlineData("400-00-029", """{ "typeName": "table", "entityFilters": { "attributeName": "rows", "operator": "=", "attributeValue": "many" } }""")]
    [InlineData("400-00-029", """{ "typeName": "table", "entityFilters": { "attributeName": "__timestamp", "operator": "timerange", "attributeValue": "NEVER" } }""")]
    [InlineData("400-00-00A", """{ "typeName": "unknown,other" }""")]
    [InlineData("400-00-046", """{ "classification": "unknown" }""")]
    [InlineData("400-00-06E", """{ "termName": "unknown@g" }""")]
    [InlineData("400-00-023", """{ "typeName": "table", "sortBy": "unknown" }""")]
    [InlineData("400-00-023", """{ "typeName": "table", "attributes": ["unknown"] }""")]
    [InlineData("400-00-023", """{ "typeName": "table", "entityFilters": { "attributeName": "unknown", "operator": "=", "attributeValue": "1" } }""")]
    [InlineData("400-00-023", """{ "classification": "pii", "tagFilters": { "attributeName": "unknown", "operator": "=", "attributeValue": "1" } }""")]
    [InlineData("400-00-103", """{ "typeName": "table", "entityFilters": { "attributeName": "name", "operator": "about", "attributeValue": "1" } }""")]
    [InlineData("400-00-103", """{ "typeName": "table", "entityFilters": { "attributeName": "name", "attributeValue": "1" } }""")]
    [InlineData("400-00-104", """{ "typeName": "table", "entityFilters": { "operator": "=", "attributeValue": "1" } }""")]
    [InlineData("400-00-105", """{ "typeName": "table", "entityFilters": { "attributeName": "name", "operator": "notEmpty" } }""")]
    [InlineData("500-00-001", """{ "typeName": "table", "entityFilters": { "criterion": [ { "attributeName": "name", "operator": "isNull" } ] } }""")]
    public async Task Refuses(string code, string parameters) => (await EntityFixture.ErrorOf(() => _fixture.SearchAsync(parameters))).ShouldBe(code);

    [Fact]
    public async Task Refuses_a_query_that_is_too_long() =>
        (await EntityFixture.ErrorOf(() => _fixture.SearchAsync($$"""{ "query": "{{new string('x', 4097)}}" }"""))).ShouldBe("400-00-058");

    [Fact]
    public async Task Finds_what_an_update_has_made_of_an_entity()
    {
        await _fixture.PostAsync("""{ "entity": { "typeName": "table", "attributes": { "qualifiedName": "sales.orders@c1", "name": "purchases", "rows": 7 } } }""");

        (await _fixture.NamesAsync("""{ "query": "purchases" }""")).ShouldBe(["purchases"]);
        (await _fixture.NamesAsync("""{ "typeName": "table", "entityFilters": { "attributeName": "rows", "operator": "=", "attributeValue": "7" } }""")).ShouldBe(["purchases"]);
        (await _fixture.NamesAsync("""{ "typeName": "table", "entityFilters": { "attributeName": "name", "operator": "=", "attributeValue": "orders" } }""")).ShouldBeEmpty();
    }
}
