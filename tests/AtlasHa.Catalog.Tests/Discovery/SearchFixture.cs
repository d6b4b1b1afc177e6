using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Discovery;

/// <summary>A small catalogue to search in.</summary>
internal static class SearchFixture
{
    private const string Model = """
    {
      "classificationDefs": [
        { "name": "pii", "attributeDefs": [ { "name": "level", "typeName": "int", "isOptional": true } ] },
        { "name": "pii_strong", "superTypes": [ "pii" ] },
        { "name": "finance" }
      ],
      "enumDefs": [ { "name": "kind", "elementDefs": [ { "value": "MANAGED", "ordinal": 1 }, { "value": "EXTERNAL", "ordinal": 2 } ] } ],
      "entityDefs": [
        { "name": "db", "superTypes": [ "Asset" ], "attributeDefs": [ { "name": "region", "typeName": "string", "isOptional": true } ] },
        { "name": "table", "superTypes": [ "DataSet" ], "attributeDefs": [
          { "name": "rows", "typeName": "long", "isOptional": true, "isIndexable": true },
          { "name": "size", "typeName": "int", "isOptional": true },
          { "name": "kind", "typeName": "kind", "isOptional": true, "isIndexable": true },
          { "name": "opened", "typeName": "date", "isOptional": true, "isIndexable": true },
          { "name": "live", "typeName": "boolean", "isOptional": true, "isIndexable": true },
          { "name": "aliases", "typeName": "array<string>", "cardinality": "SET", "isOptional": true, "isIndexable": true } ] },
        { "name": "view", "superTypes": [ "table" ] }
      ],
      "relationshipDefs": [
        { "name": "db_tables", "relationshipCategory": "AGGREGATION", "relationshipLabel": "__db.tables", "propagateTags": "TWO_TO_ONE",
          "endDef1": { "type": "db", "name": "tables", "isContainer": true, "cardinality": "SET" },
          "endDef2": { "type": "table", "name": "db", "cardinality": "SINGLE" } }
      ],
      "businessMetadataDefs": [
        { "name": "care", "attributeDefs": [ { "name": "score", "typeName": "int", "isOptional": true, "options": { "applicableEntityTypes": "[\"table\"]" } } ] }
      ]
    }
    """;

    /// <summary>
    /// Two databases, three tables and a view: orders and customers in sales, events in logs, orders_view in none; old is deleted. finance spreads from
    /// events to logs.
    /// </summary>
    public static async Task<EntityFixture> OpenAsync(IStores? stores = null)
    {
        var fixture = await EntityFixture.OpenAsync(stores);
        await fixture.DefineAsync(Model);
        await fixture.PostBulkAsync("""
            { "entities": [
              { "guid": "-1", "typeName": "db", "attributes": { "qualifiedName": "sales@c1", "name": "sales", "owner": "ann", "region": "eu" } },
              { "guid": "-2", "typeName": "db", "attributes": { "qualifiedName": "logs@c1", "name": "logs", "owner": "bob" } },
              { "guid": "-3", "typeName": "table", "attributes": { "qualifiedName": "sales.orders@c1", "name": "orders", "owner": "ann", "rows": 100, "size": 5,
                  "kind": "MANAGED", "opened": 1577836800000, "live": true, "aliases": ["o", "ord"], "description": "what customers ordered" },
                "relationshipAttributes": { "db": { "guid": "-1" } }, "labels": ["hot", "gold"], "customAttributes": { "k1": "v1" },
                "classifications": [ { "typeName": "pii", "propagate": false, "attributes": { "level": 3 } } ], "businessAttributes": { "care": { "score": 9 } } },
              { "guid": "-4", "typeName": "table", "attributes": { "qualifiedName": "sales.customers@c1", "name": "customers", "owner": "cleo", "rows": 20, "size": 7,
                  "kind": "EXTERNAL", "opened": 1609459200000 },
                "relationshipAttributes": { "db": { "guid": "-1" } }, "classifications": [ { "typeName": "pii_strong", "propagate": false, "attributes": { "level": 5 } } ] },
              { "guid": "-5", "typeName": "table", "attributes": { "qualifiedName": "logs.events@c1", "name": "events", "rows": 5000, "size": 5 },
                "relationshipAttributes": { "db": { "guid": "-2" } }, "classifications": [ { "typeName": "finance" } ] },
              { "guid": "-6", "typeName": "view", "attributes": { "qualifiedName": "orders_view@c1", "name": "orders_view", "owner": "ann", "rows": 100 } },
              { "guid": "-7", "typeName": "table", "attributes": { "qualifiedName": "old@c1", "name": "old", "owner": "ann", "rows": 1 } }
            ] }
            """);
        await fixture.DeleteAsync((await fixture.FindAsync("table", "old@c1"))!);
        return fixture;
    }

    /// <summary>Runs a basic search, written as clients write it, and returns the names of what it finds.</summary>
    public static async Task<string[]> NamesAsync(this EntityFixture fixture, string parameters) => (await fixture.SearchAsync(parameters)).Names();

    public static Task<AtlasSearchResult> SearchAsync(this EntityFixture fixture, string parameters) =>
        fixture.Discovery.SearchBasicAsync(AtlasJson.Parse<SearchParameters>(parameters), TestContext.Current.CancellationToken);

    public static Task<AtlasSearchResult> DslAsync(this EntityFixture fixture, string query, int limit = 0, int offset = 0) =>
        fixture.Discovery.SearchDslAsync(query, null, null, limit, offset, TestContext.Current.CancellationToken);

    public static string[] Names(this AtlasSearchResult result) => [.. (result.Entities ?? []).Select(entity => (string)entity.Attributes!["name"]!)];
}
