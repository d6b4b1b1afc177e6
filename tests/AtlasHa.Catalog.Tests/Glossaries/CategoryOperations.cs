using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Glossaries;

/// <summary>The operations on categories and their refusals, on every store.</summary>
public abstract class CategoryOperations(IStores stores)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static CallContext Caller => EntityFixture.Caller;

    [Fact]
    public async Task Qualified_names_say_the_way_up()
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        var glossary = await shop.GlossaryAsync();
        var term = await shop.TermAsync(glossary, "t");
        var top = await shop.CategoryAsync(glossary, "c1");
        var below = await shop.CategoryAsync(glossary, "c2", top);

        var category = await shop.CreateCategoryAsync($$"""
            { "name": "c3", "anchor": { "glossaryGuid": "{{glossary}}" }, "parentCategory": { "categoryGuid": "{{below}}" },
              "terms": [ { "termGuid": "{{term}}" } ] }
            """);

        (category.QualifiedName, category.ParentCategory!.CategoryGuid, category.Anchor!.GlossaryGuid).ShouldBe(("c3.c2.c1@g", below, glossary));
        category.Terms!.Single().DisplayText.ShouldBe("t");
        var related = await shop.Categories.GetRelatedAsync(below, PageOptions.All, Cancel);
        (related["parent"].Single().CategoryGuid, related["children"].Single().CategoryGuid).ShouldBe((top, category.Guid));
        (await shop.Categories.GetRelatedAsync(top, PageOptions.All, Cancel)).Keys.ShouldBe(["children"]);
        (await shop.Categories.GetAsync(below, Cancel)).ChildrenCategories!.Single().DisplayText.ShouldBe("c3");
        (await shop.Categories.GetOfGlossaryAsync(glossary, PageOptions.All, Cancel)).Select(c => c.Name).ShouldBe(["c1", "c2", "c3"]);
        (await shop.Categories.GetHeadersAsync(glossary, new PageOptions { Offset = 1, Limit = 1 }, Cancel)).Single().ParentCategoryGuid.ShouldBe(top);
    }

    [Theory]
    [InlineData("""{ "name": "c" }""", "400-00-072")]
    [InlineData("""{ "anchor": { "glossaryGuid": "G" } }""", "400-00-07B")]
    [InlineData("""{ "name": "a@b", "anchor": { "glossaryGuid": "G" } }""", "400-00-083")]
    [InlineData("""{ "name": "c", "anchor": { "glossaryGuid": "gone" } }""", "400-00-079")]
    [InlineData("""{ "name": "taken", "anchor": { "glossaryGuid": "G" } }""", "409-00-00A")]
    [InlineData("""{ "name": "c", "anchor": { "glossaryGuid": "G" }, "parentCategory": { "categoryGuid": "gone" } }""", "404-00-005")]
    [InlineData("""{ "name": "c", "anchor": { "glossaryGuid": "G" }, "parentCategory": { "categoryGuid": "ELSEWHERE" } }""", "400-00-07F")]
    [InlineData("""{ "name": "c", "anchor": { "glossaryGuid": "G" }, "childrenCategories": [ { "categoryGuid": "ELSEWHERE" } ] }""", "400-00-07F")]
    [InlineData("""{ "name": "c", "anchor": { "glossaryGuid": "G" }, "terms": [ {} ] }""", "400-00-076")]
    public async Task Create_refuses(string json, string code)
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        var (glossary, other) = (await shop.GlossaryAsync(), await shop.GlossaryAsync("other"));
        await shop.CategoryAsync(glossary, "taken");
        var elsewhere = await shop.CategoryAsync(other, "e");
        var request = json.Replace("\"G\"", $"\"{glossary}\"", StringComparison.Ordinal).Replace("ELSEWHERE", elsewhere, StringComparison.Ordinal);

        (await EntityFixture.ErrorOf(() => shop.CreateCategoryAsync(request))).ShouldBe(code);

        (await shop.Categories.GetHeadersAsync(glossary, PageOptions.All, Cancel)).Count.ShouldBe(1);
        (await EntityFixture.ErrorOf(() => shop.Categories.CreateAsync(null, Caller, Cancel))).ShouldBe("400-00-01A");
    }

    [Fact]
    public async Task Another_parent_renames_the_whole_branch()
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        var glossary = await shop.GlossaryAsync();
        var (one, two) = (await shop.CategoryAsync(glossary, "one"), await shop.CategoryAsync(glossary, "two"));
        var middle = await shop.CategoryAsync(glossary, "m", one);
        var leaf = await shop.CategoryAsync(glossary, "l", middle);

        var moved = await shop.UpdateCategoryAsync(middle, $$"""
            { "name": "m", "parentCategory": { "categoryGuid": "{{two}}" }, "childrenCategories": [ { "categoryGuid": "{{leaf}}" } ] }
            """);

        moved.QualifiedName.ShouldBe("m.two@g");
        (await shop.CategoryNameAsync(leaf)).ShouldBe("l.m.two@g");
        (await shop.Categories.GetAsync(one, Cancel)).ChildrenCategories.ShouldBeNull();
        (await EntityFixture.ErrorOf(() => shop.UpdateCategoryAsync(two, $$"""
            { "name": "two", "parentCategory": { "categoryGuid": "{{leaf}}" }, "childrenCategories": [ { "categoryGuid": "{{middle}}" } ] }
            """))).ShouldBe("400-00-029");
        (await shop.UpdateCategoryAsync(middle, $$"""{ "name": "m", "childrenCategories": [ { "categoryGuid": "{{leaf}}" } ] }""")).QualifiedName.ShouldBe("m@g");
        (await shop.CategoryNameAsync(leaf)).ShouldBe("l.m@g");
    }

    [Fact]
    public async Task Parent_in_another_glossary_takes_the_branch_there()
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        var (from, to) = (await shop.GlossaryAsync("from"), await shop.GlossaryAsync("to"));
        var parent = await shop.CategoryAsync(to, "p");
        var top = await shop.CategoryAsync(from, "c");
        var leaf = await shop.CategoryAsync(from, "l", top);

        await shop.UpdateCategoryAsync(top, $$"""
            { "name": "c", "parentCategory": { "categoryGuid": "{{parent}}" }, "childrenCategories": [ { "categoryGuid": "{{leaf}}" } ] }
            """);

        (await shop.CategoryNameAsync(leaf)).ShouldBe("l.c.p@to");
        (await shop.Categories.GetAsync(leaf, Cancel)).Anchor!.GlossaryGuid.ShouldBe(to);
        (await shop.Glossaries.GetAsync(from, Cancel)).Categories.ShouldBeNull();
    }

    [Fact]
    public async Task Child_that_its_parent_lets_go_gets_the_form_that_Atlas_gives_it()
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        var glossary = await shop.GlossaryAsync();
        var (top, free) = (await shop.CategoryAsync(glossary, "c"), await shop.CategoryAsync(glossary, "free"));
        var child = await shop.CategoryAsync(glossary, "child", top);

        await shop.UpdateCategoryAsync(top, $$"""{ "name": "c", "childrenCategories": [ { "categoryGuid": "{{free}}" } ] }""");

        (await shop.CategoryNameAsync(child)).ShouldBe("child.g");
        (await shop.Categories.GetAsync(child, Cancel)).ParentCategory.ShouldBeNull();
        (await shop.CategoryNameAsync(free)).ShouldBe("free.c@g");
    }

    [Fact]
    public async Task Delete_keeps_children_and_terms()
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        var glossary = await shop.GlossaryAsync();
        var top = await shop.CategoryAsync(glossary, "c");
        var child = await shop.CategoryAsync(glossary, "child", top);
        var term = await shop.TermAsync(glossary, "t", $$""", "categories": [ { "categoryGuid": "{{top}}" } ] """);

        await shop.Categories.DeleteAsync(top, Caller, Cancel);

        (await EntityFixture.ErrorOf(() => shop.Categories.GetAsync(top, Cancel))).ShouldBe("404-00-005");
        (await shop.Categories.GetAsync(child, Cancel)).ParentCategory.ShouldBeNull();
        (await shop.GetTermAsync(term)).Categories.ShouldBeNull();
        (await EntityFixture.ErrorOf(() => shop.Categories.DeleteAsync(term, Caller, Cancel))).ShouldBe("400-00-00F");
    }

    [Fact]
    public async Task Partial_update_changes_what_is_named()
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        var guid = await shop.CategoryAsync(await shop.GlossaryAsync(), "c");

        (await PatchAsync("shortDescription")).ShortDescription.ShouldBe("x");
        (await EntityFixture.ErrorOf(() => PatchAsync("usage"))).ShouldBe("400-00-074");

        Task<AtlasGlossaryCategory> PatchAsync(string name) =>
            shop.Categories.PatchAsync(guid, new Dictionary<string, string?> { [name] = "x" }, Caller, Cancel);
    }
}
