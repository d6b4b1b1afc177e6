using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Relationships;

/// <summary>What one more relationship of an entity costs does not grow with those that it has.</summary>
public abstract class RelationshipHubs(IStores stores)
{
    private const int Many = 20;

    private readonly CountingStores _stores = new(stores);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Relationship_is_created_without_reading_the_others_of_its_ends()
    {
        await using var shop = await EntityFixture.OpenAsync(_stores);
        var hub = await shop.CreateAsync("shop_db", "hub");
        var note = await shop.CreateAsync("shop_note", "hub note");
        for (var i = 0; i < Many; i++)
        {
            await CreateAsync(shop, hub, await shop.CreateAsync("shop_note", $"n{i}"));
            await CreateAsync(shop, await shop.CreateAsync("shop_db", $"d{i}"), note);
        }

        var before = _stores.RelationshipsRead;
        await CreateAsync(shop, hub, note);
        _stores.RelationshipsRead.ShouldBe(before);

        (await EntityFixture.ErrorOf(() => CreateAsync(shop, hub, note))).ShouldBe("409-00-004");
        _stores.RelationshipsRead.ShouldBe(before + 1);
    }

    [Fact]
    public async Task Part_is_created_without_reading_the_others_of_its_owner()
    {
        await using var shop = await EntityFixture.OpenAsync(_stores);
        var hub = await shop.CreateAsync("shop_db", "hub");
        for (var i = 0; i < Many; i++)
            await CreateTableAsync(shop, hub, $"t{i}");

        var before = _stores.RelationshipsRead;
        await CreateTableAsync(shop, hub, "one more");
        _stores.RelationshipsRead.ShouldBe(before);

        await CreateTableAsync(shop, hub, "one more");
        _stores.RelationshipsRead.ShouldBe(before + 1, "what a table has is read when it is updated");
    }

    [Fact]
    public async Task Term_is_assigned_and_taken_away_without_reading_its_other_assignments()
    {
        await using var shop = await EntityFixture.OpenAsync(_stores);
        var glossary = await shop.Catalog.Glossaries.CreateAsync(new AtlasGlossary { Name = "g" }, EntityFixture.Caller, Cancel);
        var given = new AtlasGlossaryTerm { Name = "t", Anchor = new AtlasGlossaryHeader { GlossaryGuid = glossary.Guid } };
        var term = (await shop.Catalog.Glossaries.Terms.CreateAsync([given], EntityFixture.Caller, Cancel)).Items.Single().Guid!;
        for (var i = 0; i < Many; i++)
            await AssignAsync(await shop.CreateAsync("shop_note", $"n{i}"));
        var note = await shop.CreateAsync("shop_note", "one more");

        var before = _stores.RelationshipsRead;
        await AssignAsync(note);
        _stores.RelationshipsRead.ShouldBe(before);

        (await EntityFixture.ErrorOf(() => AssignAsync(note))).ShouldBe("409-00-004");
        var assignment = (await shop.GetAsync(note)).References("meanings").ShouldHaveSingleItem().RelationshipGuid;
        await shop.Catalog.Glossaries.Terms.DisassociateAsync(term, [new AtlasRelatedObjectId { Guid = note, RelationshipGuid = assignment }], EntityFixture.Caller, Cancel);
        (await shop.GetAsync(note)).References("meanings").ShouldBeEmpty();
        _stores.RelationshipsRead.ShouldBe(before + 2);

        Task AssignAsync(string entity) => shop.Catalog.Glossaries.Terms.AssignAsync(term, [new AtlasRelatedObjectId { Guid = entity }], EntityFixture.Caller, Cancel);
    }

    private static Task<AtlasRelationship> CreateAsync(EntityFixture shop, string db, string note) => shop.Catalog.Relationships.CreateAsync(
        AtlasJson.Parse<AtlasRelationship>($$"""
            { "typeName": "shop_note_topic", "attributes": { "weight": 1 }, "end1": { "guid": "{{db}}" }, "end2": { "guid": "{{note}}" } }
            """),
        EntityFixture.Caller, Cancel);

    private static Task<EntityMutationResponse> CreateTableAsync(EntityFixture shop, string db, string name) => shop.PostAsync($$"""
        { "entity": { "typeName": "shop_table", "attributes": { "qualifiedName": "{{name}}", "name": "{{name}}" },
          "relationshipAttributes": { "db": { "guid": "{{db}}" } } } }
        """);
}
