using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Relationships;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Relationships;

/// <summary>The relationship operations and their refusals, on every store.</summary>
public abstract class RelationshipOperations(IStores stores)
{
    private const string NoSuchGuid = "6f9619ff-8b86-d011-b42d-00c04fc964ff";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_answers_with_the_relationship_and_shows_it_at_both_ends()
    {
        await using var shop = await OpenAsync();
        var (db, note) = await PairAsync(shop);

        var created = await CreateAsync(shop, db, note, """ "weight": "7" """);

        created.Guid.ShouldNotBeNull();
        (created.Status, created.PropagateTags, created.Label, created.Version).ShouldBe((EntityStatus.Active, PropagateTags.OneToTwo, "r:shop_note_topic", 0));
        (created.End1!.Guid, created.End1.TypeName, created.End2!.Guid, created.ProvenanceType).ShouldBe((db, "shop_db", note, 0));
        created.End1.UniqueAttributes!["qualifiedName"].ShouldBe("d");
        (created.Attributes!["weight"], created.Attributes["state"], created.Attributes["origin"]).ShouldBe((7L, "new", null));
        (created.CreatedBy, created.CreateTime).ShouldBe(("ada", 1_700_000_000_000));
        (await shop.GetAsync(db)).References("notes").ShouldHaveSingleItem().RelationshipGuid.ShouldBe(created.Guid);
        (await shop.GetAsync(note)).Related("topics").ShouldBe([db]);
        (await shop.GetAsync(db)).UpdateTime.ShouldBe(1_700_000_000_000);
    }

    [Fact]
    public async Task Create_finds_ends_by_unique_attributes_and_keeps_a_given_guid()
    {
        await using var shop = await OpenAsync();
        var (db, note) = await PairAsync(shop);

        var created = await CreateAsync(shop, $$"""
            { "typeName": "shop_note_topic", "guid": "{{NoSuchGuid}}", "version": 3, "homeId": "h", "attributes": { "weight": 1 },
              "end1": { "typeName": "Asset", "uniqueAttributes": { "qualifiedName": "d" } },
              "end2": { "typeName": "shop_note", "uniqueAttributes": { "qualifiedName": "n" } } }
            """);

        (created.Guid, created.Version, created.HomeId).ShouldBe((NoSuchGuid, 3, "h"));
        (created.End1!.Guid, created.End2!.Guid).ShouldBe((db, note));
        var another = await shop.CreateAsync("shop_db", "d2");
        (await EntityFixture.ErrorOf(() => CreateAsync(shop, $$"""
            { "typeName": "shop_note_topic", "guid": "{{NoSuchGuid}}", "attributes": { "weight": 1 }, "end1": { "guid": "{{another}}" }, "end2": { "guid": "{{note}}" } }
            """))).ShouldBe("409-00-004");
    }

    [Fact]
    public async Task Ends_may_be_given_in_either_order_and_are_answered_in_that_order()
    {
        await using var shop = await OpenAsync();
        var (db, note) = await PairAsync(shop);

        var reversed = await CreateAsync(shop, note, db);

        (reversed.End1!.Guid, reversed.End2!.Guid, reversed.PropagateTags).ShouldBe((note, db, PropagateTags.TwoToOne));
        (await shop.GetAsync(db)).Related("notes").ShouldBe([note]);
        (await GetAsync(shop, reversed.Guid!)).Relationship!.End1!.Guid.ShouldBe(note);
        (await EntityFixture.ErrorOf(() => CreateAsync(shop, note, db))).ShouldBe("409-00-004");
        (await CreateAsync(shop, db, note)).Guid.ShouldNotBe(reversed.Guid, "Atlas looks for the pair in the same order only");
    }

    [Fact]
    public async Task Second_relationship_of_a_single_end_is_accepted()
    {
        await using var shop = await OpenAsync();
        var table = await shop.CreateAsync("shop_table", "t");
        foreach (var db in new[] { await shop.CreateAsync("shop_db", "d1"), await shop.CreateAsync("shop_db", "d2") })
            await CreateAsync(shop, $$"""{ "typeName": "shop_db_tables", "end1": { "guid": "{{db}}" }, "end2": { "guid": "{{table}}" } }""");

        (await shop.GetAsync(await shop.FindAsync("shop_db", "d1") ?? "")).Related("tables").ShouldBe([table]);
        (await shop.GetAsync(await shop.FindAsync("shop_db", "d2") ?? "")).Related("tables").ShouldBe([table]);
    }

    [Fact]
    public async Task Deleted_relationship_does_not_stand_in_the_way_of_a_new_one()
    {
        await using var shop = await OpenAsync();
        var (db, note) = await PairAsync(shop);
        var first = await CreateAsync(shop, db, note);
        (await EntityFixture.ErrorOf(() => CreateAsync(shop, db, note))).ShouldBe("409-00-004");
        await DeleteAsync(shop, first.Guid!);

        (await CreateAsync(shop, db, note)).Guid.ShouldNotBe(first.Guid);
    }

    [Theory]
    [InlineData("""{ "typeName": "nothing", "end1": { "guid": "DB" }, "end2": { "guid": "NOTE" } }""", "400-00-028")]
    [InlineData("""{ "typeName": "shop_db", "end1": { "guid": "DB" }, "end2": { "guid": "NOTE" } }""", "400-00-028")]
    [InlineData("""{ "typeName": "shop_note_topic", "end2": { "guid": "NOTE" } }""", "400-00-07D")]
    [InlineData("""{ "typeName": "shop_note_topic", "end1": { "guid": "DB" }, "end2": { "guid": "gone" } }""", "400-00-07D")]
    [InlineData("""{ "typeName": "shop_note_topic", "end1": { "guid": "DB" }, "end2": { "typeName": "shop_note", "uniqueAttributes": { "qualifiedName": "no" } } }""", "400-00-07D")]
    [InlineData("""{ "typeName": "shop_note_topic", "end1": { "guid": "DB" }, "end2": { "guid": "DB" } }""", "400-00-036")]
    [InlineData("""{ "typeName": "shop_db_site", "end1": { "guid": "DB" }, "end2": { "guid": "NOTE" } }""", "400-00-036")]
    [InlineData("""{ "typeName": "shop_note_topic", "propagateTags": "BOTH", "end1": { "guid": "DB" }, "end2": { "guid": "NOTE" } }""", "400-00-091")]
    [InlineData("""{ "typeName": "shop_note_topic", "end1": { "guid": "DB" }, "end2": { "guid": "NOTE" } }""", "404-00-00D")]
    [InlineData("""{ "typeName": "shop_note_topic", "attributes": { "weight": "heavy" }, "end1": { "guid": "DB" }, "end2": { "guid": "NOTE" } }""", "404-00-00D")]
    public async Task Create_refuses(string json, string code)
    {
        await using var shop = await OpenAsync();
        var (db, note) = await PairAsync(shop);
        var request = json.Replace("DB", db, StringComparison.Ordinal).Replace("NOTE", note, StringComparison.Ordinal);

        (await EntityFixture.ErrorOf(() => CreateAsync(shop, request))).ShouldBe(code);

        (await shop.GetAsync(note)).References("topics").ShouldBeEmpty();
    }

    [Fact]
    public async Task Create_refuses_a_deleted_end_and_an_empty_request()
    {
        await using var shop = await OpenAsync();
        var (db, note) = await PairAsync(shop);
        await shop.DeleteAsync(note);

        (await EntityFixture.ErrorOf(() => CreateAsync(shop, db, note))).ShouldBe("404-00-012");
        (await EntityFixture.ErrorOf(() => Operations(shop).CreateAsync(null, EntityFixture.Caller, Cancel))).ShouldBe("400-00-01A");
    }

    [Fact]
    public async Task Update_writes_what_is_given_and_defaults_and_leaves_the_rest()
    {
        await using var shop = await OpenAsync();
        var (db, note) = await PairAsync(shop);
        var created = await CreateAsync(shop, db, note, """ "weight": 7, "origin": "x", "state": "old" """);
        shop.Time.Advance(TimeSpan.FromMilliseconds(5));

        var updated = await UpdateAsync(shop, $$"""{ "guid": "{{created.Guid}}", "attributes": { "weight": 8 }, "propagateTags": "NONE" }""");

        (updated.Attributes!["weight"], updated.Attributes["origin"], updated.Attributes["state"]).ShouldBe((8L, "x", "new"));
        (updated.PropagateTags, updated.UpdateTime, updated.CreateTime).ShouldBe((PropagateTags.None, 1_700_000_000_005, 1_700_000_000_000));
        var read = (await GetAsync(shop, created.Guid!)).Relationship!;
        AtlasJson.Write(read).ShouldBe(AtlasJson.Write(updated));
        (await UpdateAsync(shop, $$"""{ "guid": "{{created.Guid}}", "end1": { "guid": "{{db}}" }, "end2": { "guid": "{{note}}" } }"""))
            .PropagateTags.ShouldBe(PropagateTags.None, "what was not given stays");
    }

    [Theory]
    [InlineData("""{ "attributes": {} }""", "404-00-00C")]
    [InlineData("""{ "guid": "gone" }""", "404-00-00C")]
    [InlineData("""{ "guid": "GUID", "typeName": "shop_db_site" }""", "400-00-06A")]
    [InlineData("""{ "guid": "GUID", "end1": { "guid": "NOTE" } }""", "400-00-069")]
    [InlineData("""{ "guid": "GUID", "end1": { "typeName": "shop_db", "uniqueAttributes": { "qualifiedName": "d" } } }""", "400-00-069")]
    [InlineData("""{ "guid": "GUID", "propagateTags": "TWO_TO_ONE" }""", "400-00-091")]
    [InlineData("""{ "guid": "GUID", "attributes": { "weight": null } }""", "404-00-00D")]
    public async Task Update_refuses(string json, string code)
    {
        await using var shop = await OpenAsync();
        var (db, note) = await PairAsync(shop);
        var guid = (await CreateAsync(shop, db, note)).Guid!;
        var request = json.Replace("GUID", guid, StringComparison.Ordinal).Replace("NOTE", note, StringComparison.Ordinal);

        var refusal = await Should.ThrowAsync<Model.Errors.AtlasException>(() => UpdateAsync(shop, request));

        refusal.Code.Code.ShouldBe($"ATLAS-{code}");
        if (code is "400-00-069" or "400-00-06A")
            refusal.Code.HttpStatus.ShouldBe(404);
    }

    [Fact]
    public async Task Classifications_that_spread_are_listed_and_can_be_blocked()
    {
        await using var shop = await OpenAsync();
        var db = (await shop.PostAsync("""
            { "entity": { "guid": "-1", "typeName": "shop_db", "attributes": { "qualifiedName": "d", "name": "d" },
              "classifications": [ { "typeName": "shop_pii" }, { "typeName": "shop_secret", "propagate": false } ] } }
            """)).GuidAssignments!["-1"];
        var note = await shop.CreateAsync("shop_note", "n");
        var created = await CreateAsync(shop, note, db);
        created.PropagatedClassifications!.Select(c => c.TypeName).ShouldBe(["shop_pii"]);

        var blocked = await UpdateAsync(shop, $$"""
            { "guid": "{{created.Guid}}", "blockedPropagatedClassifications":
              [ { "typeName": "shop_pii", "entityGuid": "{{db}}" }, { "typeName": "shop_secret", "entityGuid": "{{db}}" } ] }
            """);

        blocked.PropagatedClassifications.ShouldBeEmpty();
        blocked.BlockedPropagatedClassifications!.Select(c => (c.TypeName, c.EntityGuid)).ShouldBe([("shop_pii", db)]);
        var read = await GetAsync(shop, created.Guid!, extendedInfo: true);
        read.ReferredEntities!.Keys.ShouldBe([db, note], ignoreOrder: true);
        (await UpdateAsync(shop, $$"""{ "guid": "{{created.Guid}}", "blockedPropagatedClassifications": [] }"""))
            .PropagatedClassifications!.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Delete_is_soft_and_leaves_the_entities()
    {
        await using var shop = await OpenAsync();
        var (db, note) = await PairAsync(shop);
        var guid = (await CreateAsync(shop, db, note)).Guid!;

        await DeleteAsync(shop, guid);

        (await GetAsync(shop, guid)).Relationship!.Status.ShouldBe(EntityStatus.Deleted);
        (await shop.GetAsync(note)).Status.ShouldBe(EntityStatus.Active);
        (await shop.GetAsync(note)).References("topics").Single().RelationshipStatus.ShouldBe(EntityStatus.Deleted);
        (await EntityFixture.ErrorOf(() => DeleteAsync(shop, guid))).ShouldBe("404-00-00F");
        (await EntityFixture.ErrorOf(() => UpdateAsync(shop, $$"""{ "guid": "{{guid}}" }"""))).ShouldBe("404-00-00F");
        (await EntityFixture.ErrorOf(() => DeleteAsync(shop, NoSuchGuid))).ShouldBe("404-00-00C");
        (await EntityFixture.ErrorOf(() => GetAsync(shop, NoSuchGuid))).ShouldBe("404-00-00C");
    }

    [Fact]
    public async Task Delete_leaves_nothing_where_deletions_are_hard()
    {
        await using var shop = await EntityFixture.OpenAsync(stores, new CatalogOptions { Deletion = new() { Hard = true } });
        var (db, note) = await PairAsync(shop);
        var guid = (await CreateAsync(shop, db, note)).Guid!;

        await DeleteAsync(shop, guid);

        (await EntityFixture.ErrorOf(() => GetAsync(shop, guid))).ShouldBe("404-00-00C");
        (await shop.GetAsync(note)).References("topics").ShouldBeEmpty();
    }

    [Fact]
    public async Task Repeated_requests_get_the_first_answer()
    {
        await using var shop = await OpenAsync();
        var (db, note) = await PairAsync(shop);
        var named = new CallContext("ada", "r1");
        var request = AtlasJson.Parse<AtlasRelationship>(Request(db, note, """ "weight": 1 """));

        var first = await Operations(shop).CreateAsync(request, named, Cancel);
        var second = await Operations(shop).CreateAsync(request, named, Cancel);

        (first.IsReplayed, second.IsReplayed, second.Guid).ShouldBe((false, true, first.Guid));
        (await Operations(shop).DeleteAsync(first.Guid!, named with { RequestId = "r2" }, Cancel)).IsReplayed.ShouldBeFalse();
        (await Operations(shop).DeleteAsync(first.Guid!, named with { RequestId = "r2" }, Cancel)).IsReplayed.ShouldBeTrue();
    }

    private static RelationshipCatalog Operations(EntityFixture shop) => shop.Catalog.Relationships;

    private static async Task<(string Db, string Note)> PairAsync(EntityFixture shop) =>
        (await shop.CreateAsync("shop_db", "d"), await shop.CreateAsync("shop_note", "n"));

    private static string Request(string end1, string end2, string attributes) => $$"""
        { "typeName": "shop_note_topic", "guid": "-5", "attributes": { {{attributes}} }, "end1": { "guid": "{{end1}}" }, "end2": { "guid": "{{end2}}" } }
        """;

    private static Task<AtlasRelationship> CreateAsync(EntityFixture shop, string json) =>
        Operations(shop).CreateAsync(AtlasJson.Parse<AtlasRelationship>(json), EntityFixture.Caller, Cancel);

    private static Task<AtlasRelationship> CreateAsync(EntityFixture shop, string end1, string end2, string attributes = """ "weight": 1 """) =>
        CreateAsync(shop, Request(end1, end2, attributes));

    private static Task<AtlasRelationship> UpdateAsync(EntityFixture shop, string json) =>
        Operations(shop).UpdateAsync(AtlasJson.Parse<AtlasRelationship>(json), EntityFixture.Caller, Cancel);

    private static Task<AtlasRelationshipWithExtInfo> GetAsync(EntityFixture shop, string guid, bool extendedInfo = false) =>
        Operations(shop).GetAsync(guid, extendedInfo, Cancel);

    private static Task<WriteReceipt> DeleteAsync(EntityFixture shop, string guid) => Operations(shop).DeleteAsync(guid, EntityFixture.Caller, Cancel);

    private Task<EntityFixture> OpenAsync() => EntityFixture.OpenAsync(stores);
}
