using System.Text;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Glossaries;

/// <summary>The operations on glossaries and their refusals, on every store.</summary>
public abstract class GlossaryOperations(IStores stores)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static CallContext Caller => EntityFixture.Caller;

    [Fact]
    public async Task Create_stores_an_entity_and_leaves_out_what_is_empty()
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);

        var created = await shop.CreateGlossaryAsync("""
            { "guid": "-1", "name": "Sales", "shortDescription": "s", "longDescription": "", "additionalAttributes": { "k": "v" } }
            """);

        created.Guid.ShouldNotBe("-1");
        var json = Encoding.UTF8.GetString(AtlasJson.Write(await shop.Glossaries.GetAsync(created.Guid!, Cancel)));
        json.ShouldBe($$$"""{"guid":"{{{created.Guid}}}","qualifiedName":"Sales","name":"Sales","shortDescription":"s","additionalAttributes":{"k":"v"}}""");
        var entity = await shop.Shop.GetAsync(created.Guid!);
        (entity.TypeName, entity.Attributes!["name"], entity.CreatedBy).ShouldBe(("AtlasGlossary", "Sales", "ada"));
    }

    [Theory]
    [InlineData("""{ "longDescription": "x" }""", "400-00-079")]
    [InlineData("""{ "name": "a.b" }""", "400-00-083")]
    [InlineData("""{ "name": "a@b" }""", "400-00-083")]
    [InlineData("""{ "name": "taken" }""", "409-00-007")]
    [InlineData("""{ "name": "other", "qualifiedName": "taken" }""", "409-00-007")]
    [InlineData("""{ "qualifiedName": "unnamed" }""", "404-00-007")]
    public async Task Create_refuses(string json, string code)
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        await shop.GlossaryAsync("taken");

        (await EntityFixture.ErrorOf(() => shop.CreateGlossaryAsync(json))).ShouldBe(code);
        (await EntityFixture.ErrorOf(() => shop.Glossaries.CreateAsync(null, Caller, Cancel))).ShouldBe("400-00-029");
    }

    [Fact]
    public async Task Update_replaces_the_attributes_but_not_the_qualified_name()
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        var guid = (await shop.CreateGlossaryAsync("""{ "name": "g", "usage": "u", "language": "en" }""")).Guid!;

        var updated = await shop.Glossaries.UpdateAsync(
            guid, new AtlasGlossary { Name = "new", QualifiedName = "new", Language = "de" }, Caller, Cancel);

        (updated.Name, updated.QualifiedName, updated.Usage, updated.Language).ShouldBe(("new", "g", null, "de"));
        (await EntityFixture.ErrorOf(() => shop.Glossaries.UpdateAsync(guid, new AtlasGlossary(), Caller, Cancel))).ShouldBe("400-00-029");
        (await EntityFixture.ErrorOf(() => shop.Glossaries.UpdateAsync(guid, null, Caller, Cancel))).ShouldBe("400-00-029");
        (await EntityFixture.ErrorOf(() => shop.Glossaries.UpdateAsync(guid, new() { Name = "a.b" }, Caller, Cancel))).ShouldBe("400-00-083");
        (await EntityFixture.ErrorOf(() => shop.Glossaries.UpdateAsync("gone", new() { Name = "a" }, Caller, Cancel))).ShouldBe("404-00-005");
    }

    [Fact]
    public async Task Partial_update_changes_what_is_named()
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        var guid = (await shop.CreateGlossaryAsync("""{ "name": "g", "usage": "u", "language": "en" }""")).Guid!;

        var patched = await PatchAsync("language", "de");

        (patched.Name, patched.Usage, patched.Language).ShouldBe(("g", "u", "de"));
        (await EntityFixture.ErrorOf(() => PatchAsync("qualifiedName", "x"))).ShouldBe("400-00-074");
        (await EntityFixture.ErrorOf(() => PatchAsync("name", "a@b"))).ShouldBe("400-00-083");
        (await EntityFixture.ErrorOf(() => shop.Glossaries.PatchAsync(guid, new Dictionary<string, string?>(), Caller, Cancel))).ShouldBe("400-00-029");
        (await EntityFixture.ErrorOf(() => shop.Glossaries.PatchAsync(guid, null, Caller, Cancel))).ShouldBe("400-00-029");

        Task<AtlasGlossary> PatchAsync(string name, string value) =>
            shop.Glossaries.PatchAsync(guid, new Dictionary<string, string?> { [name] = value }, Caller, Cancel);
    }

    [Fact]
    public async Task Reads_list_terms_and_categories()
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        var guid = await shop.GlossaryAsync();
        var term = await shop.TermAsync(guid, "t");
        var top = await shop.CategoryAsync(guid, "c1");
        var below = await shop.CategoryAsync(guid, "c2", top);

        var glossary = await shop.Glossaries.GetAsync(guid, Cancel);
        var detailed = await shop.Glossaries.GetDetailedAsync(guid, Cancel);

        glossary.Terms!.Single().TermGuid.ShouldBe(term);
        glossary.Categories!.Select(category => (category.CategoryGuid, category.ParentCategoryGuid)).ShouldBe([(top, null), (below, top)]);
        detailed.TermInfo![term].Anchor!.GlossaryGuid.ShouldBe(guid);
        detailed.CategoryInfo![below].ParentCategory!.CategoryGuid.ShouldBe(top);
        (await EntityFixture.ErrorOf(() => shop.Glossaries.GetAsync(term, Cancel))).ShouldBe("400-00-00F");
        (await EntityFixture.ErrorOf(() => shop.Glossaries.GetDetailedAsync("gone", Cancel))).ShouldBe("404-00-005");
    }

    [Fact]
    public async Task Lists_come_in_pages_in_order_of_names()
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        foreach (var name in new[] { "b", "c", "a" })
            await shop.GlossaryAsync(name);

        (await NamesAsync(PageOptions.All)).ShouldBe(["a", "b", "c"]);
        (await NamesAsync(new PageOptions { IsDescending = true, Limit = 2 })).ShouldBe(["c", "b"]);
        (await NamesAsync(new PageOptions { Offset = 1, Limit = 1 })).ShouldBe(["b"]);
        (await NamesAsync(new PageOptions { Offset = 5 })).ShouldBeEmpty();

        async Task<IEnumerable<string?>> NamesAsync(PageOptions page) =>
            (await shop.Glossaries.GetAllAsync(page, Cancel)).Select(glossary => glossary.Name);
    }

    [Fact]
    public async Task Delete_removes_everything_or_nothing()
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        var guid = await shop.GlossaryAsync();
        var (free, assigned, category) = (await shop.TermAsync(guid, "t1"), await shop.TermAsync(guid, "t2"), await shop.CategoryAsync(guid, "c"));
        var db = await shop.Shop.CreateAsync("shop_db", "d");
        await shop.Terms.AssignAsync(assigned, [new() { Guid = db }], Caller, Cancel);

        (await EntityFixture.ErrorOf(() => shop.Glossaries.DeleteAsync(guid, Caller, Cancel))).ShouldBe("400-00-084");
        (await shop.GetTermAsync(free)).Name.ShouldBe("t1");
        var relationship = (await shop.Terms.GetAssignedAsync(assigned, PageOptions.All, Cancel)).Single().RelationshipGuid;
        await shop.Terms.DisassociateAsync(assigned, [new() { Guid = db, RelationshipGuid = relationship }], Caller, Cancel);
        await shop.Glossaries.DeleteAsync(guid, Caller, Cancel);

        foreach (var gone in new[] { guid, free, assigned, category })
            (await EntityFixture.ErrorOf(() => shop.Shop.GetAsync(gone))).ShouldBe("404-00-005");
        (await EntityFixture.ErrorOf(() => shop.Glossaries.DeleteAsync(guid, Caller, Cancel))).ShouldBe("404-00-005");
        await shop.GlossaryAsync();
    }

    [Fact]
    public async Task Repeated_requests_get_the_first_answer()
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        var named = new CallContext("ada", "r1");

        var first = await shop.Glossaries.CreateAsync(new AtlasGlossary { Name = "g" }, named, Cancel);
        var second = await shop.Glossaries.CreateAsync(new AtlasGlossary { Name = "g" }, named, Cancel);

        (second.IsReplayed, second.Guid).ShouldBe((true, first.Guid));
        AtlasGlossaryTerm[] terms = [new() { Guid = "-1", Name = "t", Anchor = new() { GlossaryGuid = first.Guid } }];
        (await shop.Terms.CreateAsync(terms, named with { RequestId = "r2" }, Cancel)).IsReplayed.ShouldBeFalse();
        (await shop.Terms.CreateAsync(terms, named with { RequestId = "r2" }, Cancel)).IsReplayed.ShouldBeTrue();
    }
}
