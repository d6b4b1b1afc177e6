using System.Text.Json.Nodes;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Cli.Tests.Support;

/// <summary>A small catalogue with one of everything that an import must bring over, and what two instances show of it.</summary>
internal sealed class SampleCatalogue(AtlasCluster cluster) : IDisposable
{
    private const string Types = """
        { "classificationDefs": [ { "name": "secret", "attributeDefs": [ { "name": "level", "typeName": "int", "isOptional": true } ] } ],
          "businessMetadataDefs": [ { "name": "costs", "attributeDefs": [
            { "name": "center", "typeName": "string", "isOptional": true, "options": { "applicableEntityTypes": "[\"shop_table\"]", "maxStrLength": "50" } } ] } ],
          "entityDefs": [
            { "name": "shop_column", "superTypes": ["DataSet"] },
            { "name": "shop_table", "superTypes": ["DataSet"], "attributeDefs": [ { "name": "rows", "typeName": "long", "isOptional": true } ] },
            { "name": "shop_node", "superTypes": ["Asset"], "attributeDefs": [ { "name": "next", "typeName": "shop_node", "isOptional": true } ] } ],
          "relationshipDefs": [ { "name": "shop_table_columns", "relationshipCategory": "COMPOSITION",
            "attributeDefs": [ { "name": "place", "typeName": "int", "isOptional": true } ],
            "endDef1": { "type": "shop_table", "name": "columns", "isContainer": true, "cardinality": "SET" },
            "endDef2": { "type": "shop_column", "name": "table", "isContainer": false, "cardinality": "SINGLE" } } ] }
        """;

    private const string Entities = """
        { "entities": [
            { "guid": "-1", "typeName": "shop_table", "labels": ["old"], "customAttributes": { "team": "blue" }, "businessAttributes": { "costs": { "center": "c7" } },
              "attributes": { "qualifiedName": "orders", "name": "orders", "rows": 9007199254740993 }, "classifications": [ { "typeName": "secret", "propagate": true, "attributes": { "level": 3 } } ] },
            { "guid": "-2", "typeName": "shop_column", "attributes": { "qualifiedName": "orders.id", "name": "id" },
              "relationshipAttributes": { "table": { "guid": "-1", "relationshipAttributes": { "typeName": "shop_table_columns", "attributes": { "place": 1 } } } } },
            { "guid": "-3", "typeName": "shop_column", "attributes": { "qualifiedName": "orders.sum", "name": "sum" }, "relationshipAttributes": { "table": { "guid": "-1" } } },
            { "guid": "-4", "typeName": "shop_table", "attributes": { "qualifiedName": "bills", "name": "bills ü" } },
            { "guid": "-5", "typeName": "Process", "attributes": { "qualifiedName": "billing", "name": "billing", "inputs": [ { "guid": "-1" } ], "outputs": [ { "guid": "-4" } ] } },
            { "guid": "-6", "typeName": "shop_node", "attributes": { "qualifiedName": "n1", "name": "n1", "next": { "guid": "-7" } } },
            { "guid": "-7", "typeName": "shop_node", "attributes": { "qualifiedName": "n2", "name": "n2", "next": { "guid": "-6" } } },
            { "guid": "-8", "typeName": "shop_table", "attributes": { "qualifiedName": "gone", "name": "gone" } } ] }
        """;

    /// <summary>Of one run, or of one instance: not part of what is imported.</summary>
    private static readonly HashSet<string> OfTheirOwn = ["createTime", "updateTime", "createdBy", "updatedBy", "relationshipGuid", "version", "lastModifiedTS", "relationGuid", "relationshipId"];

    private readonly ClusterClient _client = new([.. cluster.Servers.Select(server => server.Settings.Url)]);

    /// <summary>Guids of the entities that are not deleted, glossary and all.</summary>
    public List<string> Guids { get; } = [];

    public string Table => Guids[0];

    public async Task FillAsync()
    {
        await PostAsync("types/typedefs", Types);
        var made = (await PostAsync("entity/bulk", Entities))["guidAssignments"]!;
        Guids.AddRange(Enumerable.Range(1, 7).Select(number => (string)made[$"-{number}"]!));
        await _client.SendAsync(HttpMethod.Delete, $"/api/atlas/v2/entity/guid/{made["-8"]}");
        var glossary = (string)(await PostAsync("glossary", """{ "name": "shop" }"""))["guid"]!;
        var term = (string)(await PostAsync("glossary/term", $$$"""{ "name": "order", "anchor": { "glossaryGuid": "{{{glossary}}}" } }"""))["guid"]!;
        var category = (string)(await PostAsync("glossary/category", $$$"""
            { "name": "words", "anchor": { "glossaryGuid": "{{{glossary}}}" }, "terms": [ { "termGuid": "{{{term}}}" } ] }
            """))["guid"]!;
        var assigned = await _client.SendAsync(HttpMethod.Post, $"/api/atlas/v2/glossary/terms/{term}/assignedEntities", $$"""[ { "guid": "{{Table}}" } ]""");
        ((int)assigned.Status).ShouldBe(204, assigned.ToString());
        Guids.AddRange([glossary, term, category]);
    }

    /// <summary>More entities than a page of a list has.</summary>
    public Task FillAsync(int many) => PostAsync(
        "entity/bulk", $$"""{ "entities": [ {{string.Join(',', Enumerable.Range(1, many).Select(i => $$$"""{ "typeName": "DataSet", "guid": "-{{{i}}}", "attributes": { "qualifiedName": "q{{{i}}}", "name": "n" } }"""))}} ] }""");

    /// <summary>What can be read of these entities, with lineage and the glossary, in a form that can be compared.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(IReadOnlyList<string> guids)
    {
        var routes = guids.Select(guid => $"entity/guid/{guid}").Append($"lineage/{guids[0]}").Append($"glossary/{guids[7]}/detailed").Append($"glossary/term/{guids[8]}");
        List<string> shown = [];
        foreach (var route in routes)
        {
            var answer = await _client.SendAsync(HttpMethod.Get, "/api/atlas/v2/" + route);
            shown.Add($"{route} {(int)answer.Status}\n{Normal(answer.Json)}");
        }

        return shown;
    }

    public async Task<int> CountAsync(string typeName)
        => (int)(await PostAsync("search/basic", $$"""{ "typeName": "{{typeName}}", "limit": 100 }"""))["approximateCount"]!;

    public void Dispose() => _client.Dispose();

    private async Task<JsonNode> PostAsync(string route, string json)
    {
        var answer = await _client.SendAsync(HttpMethod.Post, "/api/atlas/v2/" + route, json);
        ((int)answer.Status).ShouldBe(200, $"{route}: {answer}");
        return answer.Json;
    }

    // Lists are of sets here, and their order is that of creation.
    private static string Normal(JsonNode? node) => node switch
    {
        JsonObject value => $"{{{string.Join(",\n", value.Where(member => !OfTheirOwn.Contains(member.Key)).OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}: {Normal(member.Value)}"))}}}",
        JsonArray list => $"[{string.Join(",\n", list.Select(Normal).Order(StringComparer.Ordinal))}]",
        _ => node?.ToJsonString() ?? "null",
    };
}
