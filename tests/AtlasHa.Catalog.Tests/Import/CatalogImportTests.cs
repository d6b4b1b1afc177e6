using AtlasHa.Catalog.Model.Import;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Tests.Entities;

namespace AtlasHa.Catalog.Tests.Import;

/// <summary>What another catalogue has exported keeps its guids.</summary>
public sealed class CatalogImportTests
{
    private const string Table = """
        { "entity": { "guid": "11111111-0000-0000-0000-000000000001", "typeName": "shop_table", "status": "ACTIVE", "attributes": { "qualifiedName": "t", "name": "t" },
            "relationshipAttributes": { "columns": [ { "guid": "11111111-0000-0000-0000-000000000002", "typeName": "shop_column" } ] } },
          "referredEntities": { "11111111-0000-0000-0000-000000000002": { "guid": "11111111-0000-0000-0000-000000000002", "typeName": "shop_column",
            "attributes": { "qualifiedName": "t.c", "name": "c", "dataType": "int" },
            "relationshipAttributes": { "table": { "guid": "11111111-0000-0000-0000-000000000001", "typeName": "shop_table" } } } } }
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Entities_and_their_parts_keep_their_guids_and_a_second_import_changes_nothing()
    {
        await using var fixture = await EntityFixture.OpenAsync();
        var first = await ImportAsync(fixture, Table);
        first.ProcessedEntities.ShouldBe(["11111111-0000-0000-0000-000000000001", "11111111-0000-0000-0000-000000000002"], ignoreOrder: true);
        (first.Metrics["entity:shop_table:created"], first.Metrics["entity:shop_column:created"]).ShouldBe((1, 1));
        var table = await fixture.GetAsync("11111111-0000-0000-0000-000000000001");
        table.Related("columns").ShouldBe(["11111111-0000-0000-0000-000000000002"]);

        var second = await ImportAsync(fixture, Table);
        second.Metrics.ShouldBeEmpty();
        (await fixture.GetAsync("11111111-0000-0000-0000-000000000001")).Version.ShouldBe(table.Version);
    }

    [Fact]
    public async Task Relationship_to_an_entity_that_comes_later_is_made_when_it_comes()
    {
        await using var fixture = await EntityFixture.OpenAsync();
        const string Process = """
            { "entity": { "guid": "22222222-0000-0000-0000-000000000001", "typeName": "Process", "attributes": { "qualifiedName": "p", "name": "p" },
                "relationshipAttributes": { "inputs": [ { "guid": "22222222-0000-0000-0000-000000000002", "typeName": "DataSet" } ], "outputs": [] } } }
            """;
        const string Input = """
            { "entity": { "guid": "22222222-0000-0000-0000-000000000002", "typeName": "DataSet", "attributes": { "qualifiedName": "d", "name": "d" },
                "relationshipAttributes": { "inputToProcesses": [ { "guid": "22222222-0000-0000-0000-000000000001", "typeName": "Process" } ] } } }
            """;
        (await ImportAsync(fixture, Process)).Skipped.ShouldBeEmpty();
        (await ImportAsync(fixture, Input)).Skipped.ShouldBeEmpty();
        (await fixture.GetAsync("22222222-0000-0000-0000-000000000001")).Related("inputs").ShouldBe(["22222222-0000-0000-0000-000000000002"]);
    }

    [Fact]
    public async Task What_is_refused_is_reported_with_the_reason_and_stops_nothing()
    {
        await using var fixture = await EntityFixture.OpenAsync();
        var report = await ImportAsync(
            fixture,
            """{ "entity": { "guid": "g1", "typeName": "no_such_type", "attributes": {} } }""",
            """{ "entity": { "guid": "g2", "typeName": "shop_table", "attributes": { "name": "nameless" } } }""",
            """{ "entity": { "guid": "g3", "typeName": "shop_table", "status": "DELETED", "attributes": { "qualifiedName": "gone", "name": "gone" } } }""",
            Table);
        report.Skipped.Select(skip => skip.Guid).ShouldBe(["g1", "g2", "g3"]);
        report.Skipped[0].Reason.ShouldContain("no_such_type");
        report.Skipped[1].Reason.ShouldContain("qualifiedName");
        report.ProcessedEntities.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Entity_that_is_there_under_another_guid_is_updated()
    {
        await using var fixture = await EntityFixture.OpenAsync();
        var guid = await fixture.CreateAsync("shop_table", "t");
        (await ImportAsync(fixture, Table)).ProcessedEntities.ShouldContain(guid);
        (await fixture.GetAsync(guid)).Related("columns").ShouldBe(["11111111-0000-0000-0000-000000000002"]);
    }

    [Fact]
    public async Task Relationships_of_entities_that_are_there_under_other_guids_stay()
    {
        await using var fixture = await EntityFixture.OpenAsync();
        var input = await fixture.CreateAsync("DataSet", "d");
        (await ImportAsync(fixture, $$$"""
            { "entity": { "guid": "here", "typeName": "Process", "attributes": { "qualifiedName": "p", "name": "p" }, "relationshipAttributes": { "inputs": [ { "guid": "{{{input}}}", "typeName": "DataSet" } ] } } }
            """)).Skipped.ShouldBeEmpty();

        var report = await ImportAsync(
            fixture,
            """
            { "entity": { "guid": "there-d", "typeName": "DataSet", "attributes": { "qualifiedName": "d", "name": "d" }, "relationshipAttributes": { "inputToProcesses": [ { "guid": "there-p", "typeName": "Process" } ] } } }
            """,
            """
            { "entity": { "guid": "there-p", "typeName": "Process", "attributes": { "qualifiedName": "p", "name": "p" }, "relationshipAttributes": { "inputs": [ { "guid": "there-d", "typeName": "DataSet" } ] } } }
            """);

        report.Skipped.ShouldBeEmpty();
        (await fixture.GetAsync("here")).Related("inputs").ShouldBe([input]);
    }

    [Fact]
    public async Task Missing_types_are_created_first()
    {
        await using var fixture = await EntityFixture.OpenAsync();
        var types = AtlasJson.Parse<AtlasTypesDef>("""{"entityDefs":[{"name":"brought","typeVersion":"1.0","superTypes":["DataSet"]},{"name":"DataSet","typeVersion":"1.0","superTypes":["Asset"]}]}""");
        var entity = AtlasJson.Parse<AtlasEntityWithExtInfo>("""{ "entity": { "guid": "g1", "typeName": "brought", "attributes": { "qualifiedName": "b", "name": "b" } } }""");
        var report = await fixture.Catalog.Import.RunAsync(new ImportBatch { Types = types, Entities = [entity] }, EntityFixture.Caller, Cancel);
        report.ProcessedEntities.ShouldBe(["g1"]);
        (await fixture.GetAsync("g1")).TypeName.ShouldBe("brought");
    }

    [Fact]
    public async Task Newer_type_is_updated_whatever_guid_it_has_elsewhere()
    {
        await using var fixture = await EntityFixture.OpenAsync();
        var types = AtlasJson.Parse<AtlasTypesDef>("""
            {"entityDefs":[{"name":"DataSet","guid":"of-another-catalogue","typeVersion":"9.0","superTypes":["Asset"],"attributeDefs":[{"name":"more","typeName":"string","isOptional":true}]}]}
            """);

        var report = await fixture.Catalog.Import.RunAsync(new ImportBatch { Types = types }, EntityFixture.Caller, Cancel);

        report.Metrics["typedef:changed"].ShouldBe(1);
        var there = fixture.Catalog.Types.GetByName("DataSet");
        (there.TypeVersion, there.Guid == "of-another-catalogue").ShouldBe(("9.0", false));
    }

    private static Task<ImportReport> ImportAsync(EntityFixture fixture, params string[] entities) => fixture.Catalog.Import.RunAsync(
        new ImportBatch { Entities = [.. entities.Select(AtlasJson.Parse<AtlasEntityWithExtInfo>)] }, EntityFixture.Caller, Cancel);
}
