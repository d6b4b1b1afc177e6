using System.Text;
using AtlasHa.Catalog.Model.Audit;
using AtlasHa.Catalog.Model.Import;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.Notifications;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Import;

/// <summary>An entity that is there and comes again in an import gets what hangs on it there; on every store.</summary>
public abstract class ReimportOperations(IStores stores)
{
    private const string Annotations = """
        "labels": [ "raw", "old" ], "customAttributes": { "k": "v" }, "businessAttributes": { "shop_care": { "steward": "eve", "score": 3 } }
        """;

    private const string Tags = """
        "classifications": [ { "typeName": "shop_pii", "entityGuid": "t", "propagate": true, "attributes": { "level": 1 } }, { "typeName": "kept", "entityGuid": "t", "propagate": true } ]
        """;

    private const string Extras = $"{Annotations}, {Tags}";

    private const string Job = """
        { "entity": { "guid": "j", "typeName": "shop_job", "attributes": { "qualifiedName": "j", "name": "j" },
            "relationshipAttributes": { "inputs": [ { "guid": "t", "typeName": "shop_table" } ], "outputs": [ { "guid": "out", "typeName": "shop_table" } ] } } }
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Classifications_become_those_of_the_import()
    {
        await using var fixture = await OpenAsync();
        await ImportAsync(fixture, Table("t", Extras));

        var report = await ImportAsync(fixture, Table("t", $$"""
            {{Annotations}}, "classifications": [ { "typeName": "added", "entityGuid": "t" },
              { "typeName": "shop_pii", "entityGuid": "t", "propagate": false, "removePropagationsOnEntityDelete": true, "attributes": { "level": 2 },
                "validityPeriods": [ { "startTime": "2026/01/01 00:00:00", "endTime": "2026/12/31 23:59:59", "timeZone": "UTC" } ] } ]
            """));

        report.Skipped.ShouldBeEmpty();
        report.Metrics.ShouldBe(new Dictionary<string, long> { ["entity:shop_table:updated"] = 1 });
        (await fixture.TagsAsync("t")).ShouldBe(["added", "shop_pii"]);
        var pii = await fixture.Catalog.Classifications.GetAsync("t", "shop_pii", Cancel);
        (pii.Propagate, pii.RemovePropagationsOnEntityDelete, pii.ValidityPeriods!.Single().TimeZone).ShouldBe((false, true, "UTC"));
        pii.Attributes!["level"].ShouldBe(2L);
        (await NewActionsAsync(fixture, "t")).ShouldBe(
            [EntityAuditAction.ClassificationAdd, EntityAuditAction.ClassificationDelete, EntityAuditAction.ClassificationUpdate], ignoreOrder: true);
        (await ToldAsync(fixture, "t")).TakeLast(3).ShouldBe(
            [EntityNotification.ClassificationAdd, EntityNotification.ClassificationDelete, EntityNotification.ClassificationUpdate], ignoreOrder: true);
    }

    [Theory]
    [InlineData("""{ "typeName": "shop_pii", "entityGuid": "t", "propagate": true, "attributes": { "level": 2 } }""")]
    [InlineData("""{ "typeName": "shop_pii", "entityGuid": "t", "propagate": true, "attributes": { "level": null } }""")]
    [InlineData("""{ "typeName": "shop_pii", "entityGuid": "t", "propagate": true }""")]
    [InlineData("""{ "typeName": "shop_pii", "entityGuid": "t", "propagate": false, "attributes": { "level": 1 } }""")]
    [InlineData("""{ "typeName": "shop_pii", "entityGuid": "t", "propagate": true, "attributes": { "level": 1 }, "removePropagationsOnEntityDelete": true }""")]
    [InlineData("""{ "typeName": "shop_pii", "entityGuid": "t", "propagate": true, "attributes": { "level": 1 }, "validityPeriods": [ { "timeZone": "UTC" } ] }""")]
    public async Task Each_thing_that_is_said_of_a_classification_counts(string changed)
    {
        await using var fixture = await OpenAsync();
        await ImportAsync(fixture, Table("t", Extras));

        await ImportAsync(fixture, Table("t", $$"""{{Annotations}}, "classifications": [ {{changed}}, { "typeName": "kept", "entityGuid": "t" } ] """));

        (await NewActionsAsync(fixture, "t")).ShouldBe([EntityAuditAction.ClassificationUpdate]);
    }

    [Fact]
    public async Task Labels_custom_attributes_and_business_metadata_become_those_of_the_import()
    {
        await using var fixture = await OpenAsync();
        await ImportAsync(fixture, Table("t", Extras));

        var report = await ImportAsync(fixture, Table("t", $$"""
            {{Tags}}, "labels": [ "new", "raw" ], "customAttributes": { "k": "w", "more": "m" }, "businessAttributes": { "shop_care": { "score": 4 } }
            """));

        report.Metrics.ShouldBe(new Dictionary<string, long> { ["entity:shop_table:updated"] = 1 });
        var table = await fixture.GetAsync("t");
        table.Labels.ShouldBe(["new", "raw"]);
        table.CustomAttributes.ShouldBe(new Dictionary<string, string?> { ["k"] = "w", ["more"] = "m" }, ignoreOrder: true);
        table.BusinessAttributes!["shop_care"].ShouldBe(new Dictionary<string, object?> { ["score"] = 4L });
        (await fixture.TagsAsync("t")).ShouldBe(["kept", "shop_pii"]);
        (await NewActionsAsync(fixture, "t")).ShouldBe(
            [EntityAuditAction.LabelAdd, EntityAuditAction.LabelDelete, EntityAuditAction.BusinessAttributeUpdate, EntityAuditAction.CustomAttributeUpdate], ignoreOrder: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""" "labels": null, "businessAttributes": null, "classifications": null """)]
    [InlineData(""" "labels": [], "businessAttributes": {}, "classifications": [] """)]
    public async Task What_an_import_does_not_name_goes(string extras)
    {
        await using var fixture = await OpenAsync();
        await ImportAsync(fixture, Table("t", Extras));

        await ImportAsync(fixture, Table("t", extras));

        var table = await fixture.GetAsync("t");
        (table.Labels!.Count, table.BusinessAttributes, table.Classifications).ShouldBe((0, null, null));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(""" "customAttributes": null """, true)]
    [InlineData(""" "customAttributes": {} """, false)]
    public async Task Custom_attributes_stay_when_an_import_does_not_name_them(string extras, bool stay)
    {
        await using var fixture = await OpenAsync();
        await ImportAsync(fixture, Table("t", Extras));

        await ImportAsync(fixture, Table("t", extras));

        ((await fixture.GetAsync("t")).CustomAttributes is { Count: > 0 }).ShouldBe(stay);
    }

    [Fact]
    public async Task What_is_the_same_in_an_import_changes_nothing()
    {
        await using var fixture = await OpenAsync();
        await ImportAsync(fixture, Table("t", Extras));
        await fixture.Catalog.Labels.AddAsync(EntityLocator.Of("t"), ["more"], EntityFixture.Caller, Cancel);
        await fixture.Catalog.Classifications.UpdateAsync(
            EntityLocator.Of("t"), [new AtlasClassification { TypeName = "kept", RemovePropagationsOnEntityDelete = true }], EntityFixture.Caller, Cancel);
        var exported = await fixture.Entities.GetAsync("t", EntityReadOptions.Default, Cancel);
        var before = await StateAsync(fixture, "t");

        var report = await ImportAsync(
            fixture,
            Text(exported with { Entity = exported.Entity! with { Labels = ["more", "old", "raw"], Classifications = [.. exported.Entity!.Classifications!.AsEnumerable().Reverse()] } }));

        (report.Skipped.Count, report.Metrics.Count).ShouldBe((0, 0));
        (await StateAsync(fixture, "t")).ShouldBe(before);
    }

    [Fact]
    public async Task Optional_attribute_that_the_type_got_since_is_no_change()
    {
        await using var fixture = await OpenAsync();
        await ImportAsync(fixture, Table("t", Extras));
        await fixture.Catalog.Types.UpdateAsync(AtlasJson.Parse<AtlasTypesDef>("""
            { "classificationDefs": [ { "name": "kept", "attributeDefs": [ { "name": "why", "typeName": "string", "isOptional": true } ] } ] }
            """), EntityFixture.Caller, Cancel);
        var before = await StateAsync(fixture, "t");

        (await ImportAsync(fixture, Table("t", Extras))).Metrics.ShouldBeEmpty();

        (await StateAsync(fixture, "t")).ShouldBe(before);
    }

    [Fact]
    public async Task What_spreads_follows_the_import()
    {
        await using var fixture = await OpenAsync();
        await ImportAsync(fixture, Table("t", Extras), Table("out", ""), Job);
        (await fixture.TagsAsync("out")).ShouldBe(["kept<t", "shop_pii<t"]);

        await ImportAsync(fixture, Table("t", """ "classifications": [ { "typeName": "added", "entityGuid": "t", "propagate": true }, { "typeName": "kept", "entityGuid": "t", "propagate": false } ] """));

        (await fixture.TagsAsync("out")).ShouldBe(["added<t"]);
        (await NewActionsAsync(fixture, "out")).ShouldBe(
            [EntityAuditAction.PropagatedClassificationAdd, EntityAuditAction.PropagatedClassificationDelete, EntityAuditAction.PropagatedClassificationDelete], ignoreOrder: true);
        (await fixture.TagsAsync("t")).ShouldBe(["added", "kept"]);
    }

    [Fact]
    public async Task Classifications_and_relationships_change_together()
    {
        await using var fixture = await OpenAsync();
        await ImportAsync(fixture, Table("t", Extras), Table("out", ""), Job.Replace("""{ "guid": "t", "typeName": "shop_table" }""", "", StringComparison.Ordinal));
        (await fixture.TagsAsync("out")).ShouldBeEmpty();

        await ImportAsync(fixture, Table("t", """
            "relationshipAttributes": { "inputToProcesses": [ { "guid": "j", "typeName": "shop_job" } ] },
            "classifications": [ { "typeName": "added", "entityGuid": "t" }, { "typeName": "kept", "entityGuid": "t" } ]
            """));
        (await fixture.TagsAsync("out")).ShouldBe(["added<t", "kept<t"]);

        await ImportAsync(fixture, Table("t", """ "relationshipAttributes": { "inputToProcesses": [] }, "classifications": [ { "typeName": "kept", "entityGuid": "t" } ] """));
        ((await fixture.TagsAsync("out")).Length, (await fixture.TagsAsync("j")).Length).ShouldBe((0, 0));
        (await fixture.TagsAsync("t")).ShouldBe(["kept"]);
    }

    [Fact]
    public async Task Entity_that_an_import_names_twice_is_one()
    {
        await using var fixture = await OpenAsync();
        const string Twice = """
            { "entity": { "guid": "n", "typeName": "shop_note", "attributes": { "qualifiedName": "n", "parts": [ { "guid": "m", "typeName": "shop_note" } ] }, "labels": [ "first" ], "classifications": [ { "typeName": "kept" } ] },
              "referredEntities": { "m": { "guid": "m", "typeName": "shop_note", "attributes": { "qualifiedName": "n" }, "labels": [ "second" ], "classifications": [ { "typeName": "kept" }, { "typeName": "added" } ] } } }
            """;

        (await ImportAsync(fixture, Twice)).Skipped.ShouldBeEmpty();
        (await fixture.TagsAsync("n")).ShouldBe(["kept"]);
        await fixture.Catalog.Labels.SetAsync(EntityLocator.Of("n"), ["mine"], EntityFixture.Caller, Cancel);

        (await ImportAsync(fixture, Twice)).Skipped.ShouldBeEmpty();
        (await fixture.GetAsync("n")).Labels.ShouldBe(["first"]);
        var before = await StateAsync(fixture, "n");
        (await ImportAsync(fixture, Twice)).Metrics.ShouldBeEmpty();
        (await StateAsync(fixture, "n")).ShouldBe(before);
    }

    [Fact]
    public async Task What_has_spread_from_elsewhere_is_not_put_on_the_entity()
    {
        await using var fixture = await OpenAsync();
        await ImportAsync(fixture, Table("t", Extras), Table("out", """ "classifications": [ { "typeName": "added", "entityGuid": "out" } ] """), Job);

        await ImportAsync(fixture, Table("out", """ "classifications": [ { "typeName": "shop_pii", "entityGuid": "t", "propagate": true }, { "typeName": "gone", "entityGuid": "no such entity", "propagate": true } ] """));

        (await fixture.TagsAsync("out")).ShouldBe(["kept<t", "shop_pii<t"]);
    }

    [Fact]
    public async Task Entity_that_has_another_guid_here_gets_what_was_put_on_it_there()
    {
        await using var fixture = await OpenAsync();
        var here = await fixture.CreateAsync("shop_table", "t");
        await fixture.ClassifyAsync(here, """[ { "typeName": "added" } ]""");

        (await ImportAsync(fixture, Table("t", Extras))).ProcessedEntities.ShouldBe([here]);

        (await fixture.TagsAsync(here)).ShouldBe(["kept", "shop_pii"]);
        (await fixture.GetAsync(here)).Labels.ShouldBe(["raw", "old"]);
    }

    [Fact]
    public async Task Parts_get_what_hangs_on_them_too()
    {
        await using var fixture = await OpenAsync();
        const string Column = """
            "referredEntities": { "c": { "guid": "c", "typeName": "shop_column", "attributes": { "qualifiedName": "c", "name": "c", "dataType": "int" },
              "relationshipAttributes": { "table": { "guid": "t", "typeName": "shop_table" } }, "labels": [ "LABEL" ], "classifications": [ { "typeName": "TAG" } ] } }
            """;
        string Whole(string label, string tag) => $$"""
            { "entity": { "guid": "t", "typeName": "shop_table", "attributes": { "qualifiedName": "t", "name": "t" },
                "relationshipAttributes": { "columns": [ { "guid": "c", "typeName": "shop_column" } ] } },
              {{Column.Replace("LABEL", label, StringComparison.Ordinal).Replace("TAG", tag, StringComparison.Ordinal)}} }
            """;
        await ImportAsync(fixture, Whole("first", "added"));

        (await ImportAsync(fixture, Whole("second", "kept"))).Metrics.ShouldBe(new Dictionary<string, long> { ["entity:shop_column:updated"] = 1 });

        (await fixture.TagsAsync("c")).ShouldBe(["kept"]);
        (await fixture.GetAsync("c")).Labels.ShouldBe(["second"]);
    }

    [Theory]
    [InlineData(""" "labels": [ "new" ], "classifications": [ { "typeName": "no_such" } ] """, "no_such")]
    [InlineData(""" "labels": [ "new" ], "classifications": [ { "typeName": "shop_secret" } ] """, "shop_secret")]
    [InlineData(""" "labels": [ "new" ], "classifications": [ { "typeName": "kept" }, { "typeName": "kept" } ] """, "twice")]
    [InlineData(""" "labels": [ "new" ], "businessAttributes": { "shop_care": { "score": "high" } } """, "score")]
    [InlineData(""" "labels": [ "two words" ], "classifications": [] """, "two words")]
    public async Task What_is_refused_changes_nothing_of_the_entity(string extras, string reason)
    {
        await using var fixture = await OpenAsync();
        await ImportAsync(fixture, Table("t", Extras));
        var before = await StateAsync(fixture, "t");

        (await ImportAsync(fixture, Table("t", extras))).Skipped.ShouldHaveSingleItem().Reason.ShouldContain(reason);

        (await StateAsync(fixture, "t")).ShouldBe(before);
    }

    [Fact]
    public async Task Ordinary_update_still_leaves_what_hangs_on_the_entity()
    {
        await using var fixture = await OpenAsync();
        await ImportAsync(fixture, Table("t", Extras));

        await fixture.PostAsync(Table("t", """ "labels": [], "businessAttributes": {}, "classifications": [] """));

        var table = await fixture.GetAsync("t");
        (table.Labels!.Count, table.BusinessAttributes!.Count, table.Classifications!.Count).ShouldBe((2, 1, 2));
    }

    [Fact]
    public async Task Background_import_does_the_same_and_takes_no_entity_twice()
    {
        await using var fixture = await OpenAsync();
        await ImportAsync(fixture, Table("t", Extras), Table("u", Extras.Replace("\"t\"", "\"u\"", StringComparison.Ordinal)));
        string Next(string guid) => Table(guid, $$""" "labels": [ "new" ], "classifications": [ { "typeName": "added", "entityGuid": "{{guid}}" } ] """);
        var import = await BackgroundImportScript.QueueAsync(fixture, [Entity(Next("t"))], [Entity(Next("u"))]);
        await BackgroundImportScript.StepAsync(fixture, import);
        await BackgroundImportScript.StepAsync(fixture, import);
        (await fixture.TagsAsync("t")).ShouldBe(["added"]);
        await fixture.Catalog.Labels.SetAsync(EntityLocator.Of("t"), ["mine"], EntityFixture.Caller, Cancel);

        await fixture.NextTermAsync();
        await BackgroundImportScript.FinishAsync(fixture);

        var done = await fixture.Catalog.BackgroundImports.GetAsync(import.ImportId, Cancel);
        (done.Status, done.ImportResult!.Metrics["entity:shop_table:updated"]).ShouldBe((AsyncImportState.Successful, 2));
        (await fixture.GetAsync("t")).Labels.ShouldBe(["mine"]);
        (await fixture.GetAsync("u")).Labels.ShouldBe(["new"]);
        (await fixture.TagsAsync("u")).ShouldBe(["added"]);
    }

    private async Task<EntityFixture> OpenAsync()
    {
        var fixture = await EntityFixture.OpenAsync(stores);
        await fixture.DefineAsync("""{ "classificationDefs": [ { "name": "kept" }, { "name": "added" } ] }""");
        return fixture;
    }

    private static string Table(string guid, string extras) => $$"""
        { "entity": { "guid": "{{guid}}", "typeName": "shop_table", "attributes": { "qualifiedName": "{{guid}}", "name": "{{guid}}" }{{(extras.Length > 0 ? "," : "")}} {{extras}} } }
        """;

    private static AtlasEntityWithExtInfo Entity(string json) => AtlasJson.Parse<AtlasEntityWithExtInfo>(json);

    /// <summary>Imports a second later than anything before.</summary>
    private static Task<ImportReport> ImportAsync(EntityFixture fixture, params string[] entities)
    {
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        return fixture.Catalog.Import.RunAsync(new ImportBatch { Entities = [.. entities.Select(Entity)] }, EntityFixture.Caller, Cancel);
    }

    private static Task<IReadOnlyList<EntityAuditEvent>> EventsAsync(EntityFixture fixture, string guid) =>
        fixture.Catalog.Audit.ListAsync(guid, new EntityAuditQuery { Count = 100 }, Cancel);

    /// <summary>What the newest change of the entity has left in its history.</summary>
    private static async Task<EntityAuditAction[]> NewActionsAsync(EntityFixture fixture, string guid) =>
        [.. (await EventsAsync(fixture, guid)).GroupBy(entry => entry.Timestamp).MaxBy(group => group.Key)!.Select(entry => entry.Action)];

    /// <summary>The entity, its history and all that was ever told, as one text.</summary>
    private static async Task<string> StateAsync(EntityFixture fixture, string guid) => string.Join(
        '\n', Text(await fixture.GetAsync(guid)), Text(await EventsAsync(fixture, guid)), (await OutboxAsync(fixture)).Count);

    private static string Text<T>(T value) => Encoding.UTF8.GetString(AtlasJson.Write(value));

    private static Task<IReadOnlyList<OutboxRow>> OutboxAsync(EntityFixture fixture) => fixture.Catalog.Outbox.ReadAsync(0, 1_000, Cancel);

    private static async Task<string[]> ToldAsync(EntityFixture fixture, string guid) =>
        [.. (await OutboxAsync(fixture)).Select(row => AtlasJson.Parse<EntityNotification>(row.Body)).Where(told => told.Entity!.Guid == guid).Select(told => told.OperationType!)];
}
