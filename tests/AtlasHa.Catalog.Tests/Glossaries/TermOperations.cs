using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Audit;
using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Glossaries;

/// <summary>The operations on terms and their refusals, on every store.</summary>
public abstract class TermOperations(IStores stores)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static CallContext Caller => EntityFixture.Caller;

    [Fact]
    public async Task Create_makes_the_qualified_name_of_name_and_glossary()
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        var glossary = await shop.GlossaryAsync();
        var other = await shop.TermAsync(glossary, "other");
        var category = await shop.CategoryAsync(glossary, "c");

        var term = await shop.CreateTermAsync($$"""
            { "guid": "-9", "name": "t", "qualifiedName": "ignored", "abbreviation": "a", "examples": [ "e1", "e2" ], "anchor": { "glossaryGuid": "{{glossary}}" },
              "seeAlso": [ { "termGuid": "{{other}}", "description": "d", "status": "DRAFT" } ], "preferredTerms": [ { "termGuid": "{{other}}" } ],
              "categories": [ { "categoryGuid": "{{category}}" } ] }
            """);

        (term.QualifiedName, term.Abbreviation, term.Anchor!.DisplayText).ShouldBe(("t@g", "a", "g"));
        term.Examples.ShouldBe(["e1", "e2"]);
        var related = term.SeeAlso!.Single();
        (related.TermGuid, related.DisplayText, related.Description, related.Status, related.QualifiedName).ShouldBe((other, "other", "d", "DRAFT", "other@g"));
        term.Categories!.Single().DisplayText.ShouldBe("c");
        var there = await shop.GetTermAsync(other);
        (there.SeeAlso!.Single().TermGuid, there.PreferredToTerms!.Single().TermGuid, there.PreferredTerms).ShouldBe((term.Guid, term.Guid, null));
        (await shop.Terms.GetRelatedAsync(other, PageOptions.All, Cancel)).Keys.ShouldBe(["seeAlso", "preferredToTerms"]);
        (await shop.Terms.GetOfCategoryAsync(category, PageOptions.All, Cancel)).Single().TermGuid.ShouldBe(term.Guid);
    }

    [Theory]
    [InlineData("""{ "name": "t" }""", "400-00-072")]
    [InlineData("""{ "anchor": { "glossaryGuid": "G" } }""", "400-00-07A")]
    [InlineData("""{ "name": "a.b", "anchor": { "glossaryGuid": "G" } }""", "400-00-083")]
    [InlineData("""{ "name": "t", "anchor": { "glossaryGuid": "gone" } }""", "400-00-079")]
    [InlineData("""{ "name": "t", "anchor": {} }""", "400-00-079")]
    [InlineData("""{ "name": "taken", "anchor": { "glossaryGuid": "G" } }""", "409-00-009")]
    [InlineData("""{ "name": "t", "anchor": { "glossaryGuid": "G" }, "isA": [ { "termGuid": "gone" } ] }""", "404-00-005")]
    [InlineData("""{ "name": "t", "anchor": { "glossaryGuid": "G" }, "isA": [ { "termGuid": "G" } ] }""", "400-00-00F")]
    [InlineData("""{ "name": "t", "anchor": { "glossaryGuid": "G" }, "isA": [ { "termGuid": "T", "status": "WRONG" } ] }""", "404-00-00D")]
    public async Task Create_refuses(string json, string code)
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        var glossary = await shop.GlossaryAsync();
        var taken = await shop.TermAsync(glossary, "taken");
        var request = json.Replace("\"G\"", $"\"{glossary}\"", StringComparison.Ordinal).Replace("\"T\"", $"\"{taken}\"", StringComparison.Ordinal);

        (await EntityFixture.ErrorOf(() => shop.CreateTermAsync(request))).ShouldBe(code);

        (await shop.Terms.GetHeadersAsync(glossary, PageOptions.All, Cancel)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Several_terms_are_created_together_or_not_at_all()
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        var glossary = await shop.GlossaryAsync();
        AtlasGlossaryTerm Term(string name) => new() { Name = name, Anchor = new() { GlossaryGuid = glossary } };

        (await EntityFixture.ErrorOf(() => shop.Terms.CreateAsync([Term("a"), Term("b"), Term("a")], Caller, Cancel))).ShouldBe("409-00-009");
        (await shop.Terms.GetOfGlossaryAsync(glossary, PageOptions.All, Cancel)).ShouldBeEmpty();
        (await EntityFixture.ErrorOf(() => shop.Terms.CreateAsync([], Caller, Cancel))).ShouldBe("400-00-01A");
        (await EntityFixture.ErrorOf(() => shop.Terms.CreateAsync([null], Caller, Cancel))).ShouldBe("400-00-072");

        (await shop.Terms.CreateAsync([Term("b"), Term("a")], Caller, Cancel)).Items.Select(term => term.Name).ShouldBe(["b", "a"]);
        (await shop.Terms.GetOfGlossaryAsync(glossary, PageOptions.All, Cancel)).Select(term => term.Name).ShouldBe(["a", "b"]);
        (await shop.Terms.GetHeadersAsync(glossary, new PageOptions { IsDescending = true, Limit = 1 }, Cancel)).Single().DisplayText.ShouldBe("b");
    }

    [Fact]
    public async Task Update_replaces_attributes_and_relations()
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        var glossary = await shop.GlossaryAsync();
        var (one, two) = (await shop.TermAsync(glossary, "one"), await shop.TermAsync(glossary, "two"));
        var guid = await shop.TermAsync(glossary, "t", $$""", "usage": "u", "synonyms": [ { "termGuid": "{{one}}" } ] """);

        var updated = await shop.UpdateTermAsync(guid, $$"""
            { "name": "renamed", "synonyms": [ { "termGuid": "{{two}}", "source": "s" } ] }
            """);

        (updated.Name, updated.QualifiedName, updated.Usage).ShouldBe(("renamed", "t@g", null));
        updated.Synonyms!.Select(term => (term.TermGuid, term.Source)).ShouldBe([(two, "s")]);
        (await shop.GetTermAsync(one)).Synonyms.ShouldBeNull();
        (await shop.Shop.GetAsync(one)).References("synonyms").ShouldBeEmpty("what is let go is removed for good");
        var relation = updated.Synonyms![0].RelationGuid;
        (await shop.UpdateTermAsync(guid, $$"""{ "name": "renamed", "synonyms": [ { "termGuid": "{{two}}" } ] }"""))
            .Synonyms!.Select(term => (term.RelationGuid, term.Source)).ShouldBe([(relation, null)]);
        (await shop.UpdateTermAsync(guid, """{ "name": "renamed" }""")).Synonyms.ShouldBeNull();
    }

    [Fact]
    public async Task Another_anchor_moves_the_term()
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        var (from, to) = (await shop.GlossaryAsync("from"), await shop.GlossaryAsync("to"));
        var guid = await shop.TermAsync(from, "t");

        var moved = await shop.UpdateTermAsync(guid, $$"""{ "name": "t", "anchor": { "glossaryGuid": "{{to}}" } }""");

        (moved.QualifiedName, moved.Anchor!.GlossaryGuid).ShouldBe(("t@to", to));
        (await shop.Glossaries.GetAsync(from, Cancel)).Terms.ShouldBeNull();
        (await EntityFixture.ErrorOf(() => shop.UpdateTermAsync(guid, """{ "name": "t", "anchor": {} }"""))).ShouldBe("400-00-077");
        (await EntityFixture.ErrorOf(() => shop.UpdateTermAsync(guid, """{ "name": "t", "anchor": { "glossaryGuid": "gone" } }"""))).ShouldBe("400-00-079");
    }

    [Fact]
    public async Task Update_and_partial_update_refuse()
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        var glossary = await shop.GlossaryAsync();
        var guid = await shop.TermAsync(glossary, "t");

        (await EntityFixture.ErrorOf(() => shop.UpdateTermAsync(guid, $$"""{ "name": "t", "antonyms": [ { "termGuid": "{{guid}}" } ] }"""))).ShouldBe("400-00-07E");
        (await EntityFixture.ErrorOf(() => shop.UpdateTermAsync("gone", """{ "name": "t" }"""))).ShouldBe("404-00-005");
        (await EntityFixture.ErrorOf(() => shop.UpdateTermAsync(glossary, """{ "name": "t" }"""))).ShouldBe("400-00-00F");
        (await EntityFixture.ErrorOf(() => shop.UpdateTermAsync(guid, "{}"))).ShouldBe("400-00-07A");
        (await EntityFixture.ErrorOf(() => PatchAsync("examples"))).ShouldBe("400-00-074");
        (await PatchAsync("abbreviation")).Abbreviation.ShouldBe("x");

        Task<AtlasGlossaryTerm> PatchAsync(string name) => shop.Terms.PatchAsync(guid, new Dictionary<string, string?> { [name] = "x" }, Caller, Cancel);
    }

    [Fact]
    public async Task Assigned_terms_are_the_meanings_of_entities()
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        var term = await shop.TermAsync(await shop.GlossaryAsync(), "t");
        var db = await shop.Shop.CreateAsync("shop_db", "d");
        var attributes = new AtlasStruct { Attributes = new() { ["confidence"] = 80L, ["description"] = "why" } };

        await shop.Terms.AssignAsync(term, [new() { Guid = db, RelationshipAttributes = attributes }], Caller, Cancel);

        var entity = await shop.Shop.GetAsync(db);
        var meaning = entity.Meanings!.Single();
        (meaning.TermGuid, meaning.DisplayText, meaning.Confidence, meaning.Description, meaning.QualifiedName).ShouldBe((term, "t", 80, "why", "t@g"));
        entity.Related("meanings").ShouldBe([term]);
        var header = await shop.Shop.Entities.GetHeaderAsync(db, Cancel);
        (header.MeaningNames!.Single(), header.Meanings!.Single().RelationGuid).ShouldBe(("t", meaning.RelationGuid));
        var assigned = (await shop.Terms.GetAssignedAsync(term, PageOptions.All, Cancel)).Single();
        (assigned.Guid, assigned.RelationshipGuid, assigned.DisplayText).ShouldBe((db, meaning.RelationGuid, "d"));
        (await shop.GetTermAsync(term)).AssignedEntities!.Single().Guid.ShouldBe(db);
        await shop.Terms.AssignAsync(term, [assigned], Caller, Cancel);
        (await EntityFixture.ErrorOf(() => shop.Terms.AssignAsync(term, [new() { Guid = db }], Caller, Cancel))).ShouldBe("409-00-004");
    }

    [Fact]
    public async Task Classification_of_a_term_spreads_to_assigned_entities_and_events_tell_of_the_assignment()
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        var term = await shop.TermAsync(await shop.GlossaryAsync(), "t");
        var db = await shop.Shop.CreateAsync("shop_db", "d");
        await shop.Shop.ClassifyAsync(term, """[ { "typeName": "shop_pii" } ]""");

        await shop.Terms.AssignAsync(term, [new() { Guid = db }], Caller, Cancel);

        (await shop.GetTermAsync(term)).Classifications!.Single().TypeName.ShouldBe("shop_pii");
        (await shop.Shop.TagsAsync(db)).ShouldBe([$"shop_pii<{term}"]);
        await shop.Terms.DisassociateAsync(term, [.. await shop.Terms.GetAssignedAsync(term, PageOptions.All, Cancel)], Caller, Cancel);
        (await shop.Shop.TagsAsync(db)).ShouldBeEmpty();
        var events = await shop.Shop.Catalog.Audit.ListAsync(db, new EntityAuditQuery(), Cancel);
        events.Where(entry => entry.Action is EntityAuditAction.TermAdd or EntityAuditAction.TermDelete).Select(entry => entry.Details).ShouldBe(
        [
            $$"""Deleted term: {"guid":"{{term}}","qualifiedName":"t@g","name":"t"}""",
            $$"""Added term: {"guid":"{{term}}","qualifiedName":"t@g","name":"t"}""",
        ]);
    }

    [Fact]
    public async Task Assigned_term_cannot_be_deleted_until_it_is_disassociated()
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        var term = await shop.TermAsync(await shop.GlossaryAsync(), "t");
        var db = await shop.Shop.CreateAsync("shop_db", "d");
        await shop.Terms.AssignAsync(term, [new() { Guid = db }], Caller, Cancel);
        var assignment = (await shop.Terms.GetAssignedAsync(term, PageOptions.All, Cancel)).Single();

        (await EntityFixture.ErrorOf(() => shop.Terms.DeleteAsync(term, Caller, Cancel))).ShouldBe("400-00-084");
        (await EntityFixture.ErrorOf(() => shop.Shop.DeleteAsync(term))).ShouldBe("400-00-084");
        (await EntityFixture.ErrorOf(() => DisassociateAsync(new() { Guid = db }))).ShouldBe("400-00-078");
        (await EntityFixture.ErrorOf(() => DisassociateAsync(new() { Guid = db, RelationshipGuid = "gone" }))).ShouldBe("400-00-080");
        (await EntityFixture.ErrorOf(() => DisassociateAsync(assignment with { Guid = term }))).ShouldBe("400-00-080");
        await DisassociateAsync(assignment);

        (await shop.Shop.GetAsync(db)).References("meanings").ShouldBeEmpty();
        (await shop.Shop.GetAsync(db)).Meanings.ShouldBeNull();
        await shop.Terms.DeleteAsync(term, Caller, Cancel);
        (await EntityFixture.ErrorOf(() => shop.GetTermAsync(term))).ShouldBe("404-00-005");

        Task<WriteReceipt> DisassociateAsync(AtlasRelatedObjectId entity) => shop.Terms.DisassociateAsync(term, [entity], Caller, Cancel);
    }

    [Fact]
    public async Task Assign_refuses_what_cannot_have_terms()
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        var glossary = await shop.GlossaryAsync();
        var term = await shop.TermAsync(glossary, "t");
        var db = await shop.Shop.CreateAsync("shop_db", "d");
        await shop.Shop.DeleteAsync(db);

        (await EntityFixture.ErrorOf(() => AssignAsync(term, "gone"))).ShouldBe("404-00-005");
        (await EntityFixture.ErrorOf(() => AssignAsync(term, null))).ShouldBe("404-00-005");
        (await EntityFixture.ErrorOf(() => AssignAsync(term, glossary))).ShouldBe("400-00-036");
        (await EntityFixture.ErrorOf(() => AssignAsync(term, db))).ShouldBe("404-00-012");
        (await EntityFixture.ErrorOf(() => AssignAsync("gone", db))).ShouldBe("404-00-005");

        Task<WriteReceipt> AssignAsync(string guid, string? entity) => shop.Terms.AssignAsync(guid, [new() { Guid = entity }], Caller, Cancel);
    }
}
