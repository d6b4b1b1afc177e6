using System.Text;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Glossaries;

/// <summary>The search for terms and categories and the files of them, on every store.</summary>
public abstract class SearchOperations(IStores stores)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{}""", "sales/Blue,sales/blue,hr/red,sales/top")]
    [InlineData("""{ "sortOrder": "DESCENDING", "glossaryType": "TERM" }""", "hr/red,sales/Blue,sales/blue")]
    [InlineData("""{ "glossaryType": "CATEGORY" }""", "sales/top")]
    [InlineData("""{ "sortBy": "glossaryName", "limit": 1 }""", "hr/red")]
    [InlineData("""{ "limit": 2, "offset": 1, "glossaryType": "ALL" }""", "sales/blue,hr/red")]
    [InlineData("""{ "limit": -1, "offset": 9 }""", "")]
    [InlineData("""{ "glossary": { "name": "SAL" }, "status": "dra" }""", "sales/Blue")]
    [InlineData("""{ "status": "deprecated" }""", "hr/red")]
    [InlineData("""{ "searchQuery": "sales" }""", "sales/Blue,sales/blue,sales/top")]
    [InlineData("""{ "searchQuery": "the colour" }""", "hr/red")]
    [InlineData("""{ "searchQuery": "top" }""", "sales/Blue,sales/top")]
    [InlineData("""{ "searchQuery": "status=dep" }""", "hr/red")]
    public async Task Search_finds_by_all_that_is_given(string json, string expected)
    {
        await using var shop = await OpenAsync();

        var found = await shop.Glossaries.SearchAsync(AtlasJson.Parse<GlossarySearchParameters>(json), Cancel);

        var names = (found.Glossary ?? []).SelectMany(glossary => (glossary.Terms ?? []).Concat(glossary.Categories ?? []).Select(record => $"{glossary.Name}/{record.Name}"));
        names.Order(StringComparer.Ordinal).ShouldBe(expected.Split(',', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Answer_counts_all_and_shows_the_page_below_its_glossaries()
    {
        await using var shop = await OpenAsync();

        var found = await shop.Glossaries.SearchAsync(new GlossarySearchParameters { Limit = 1, SortBy = "status", SortOrder = SortOrder.Descending }, Cancel);

        found.ApproximateCount.ShouldBe(4);
        var glossary = found.Glossary.ShouldHaveSingleItem();
        (glossary.Name, glossary.Status, glossary.Categories).ShouldBe(("sales", "ACTIVE", null));
        var term = glossary.Terms.ShouldHaveSingleItem();
        (term.Name, term.QualifiedName, term.Status, term.Classifications, term.CustomAttributes).ShouldBe(("Blue", "Blue@sales", "DRAFT", null, null));
    }

    [Fact]
    public async Task Search_in_one_glossary_does_not_look_for_its_name()
    {
        await using var shop = await OpenAsync();
        var guid = await shop.Shop.FindAsync("AtlasGlossary", "sales");

        var found = await shop.Glossaries.SearchAsync(new GlossarySearchParameters { Glossary = new() { Guid = guid }, SearchQuery = "sales" }, Cancel);

        (found.ApproximateCount, found.Glossary).ShouldBe((0, null));
    }

    [Fact]
    public async Task File_has_a_row_for_each_term_and_category()
    {
        await using var shop = await OpenAsync();

        var text = await FileAsync(shop, """{ "glossaryType": "ALL", "glossary": { "name": "sales" }, "sortBy": "qualifiedName", "sortOrder": "DESCENDING" }""");

        text.ShouldStartWith("\uFEFF\"Record Type\",\"Name\",\"Glossary Name\"");
        var rows = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        rows.Length.ShouldBe(4);
        rows[1].ShouldStartWith("\"CATEGORY\",\"top\",\"sales\",\"\",\"\",\"ACTIVE\",\"\",\"\",\"\",\"top@sales\"");
        text.ShouldContain("\"TERM\",\"Blue\",\"sales\",\"\",\"\",\"DRAFT\",\"\",\"\",\"top\",\"Blue@sales\"");
        (await shop.Shop.Catalog.SearchDownloads.ListAsync(EntityFixture.Caller, Cancel)).SearchDownloadRecords.ShouldBeEmpty();
    }

    [Fact]
    public async Task File_for_import_can_be_imported()
    {
        await using var shop = await OpenAsync();
        var text = await FileAsync(shop, """{ "exportParameters": { "mode": "IMPORT_COMPATIBLE", "format": "csv", "recordType": "TERM" } }""");
        await using var other = await GlossaryShop.OpenAsync(stores);

        var answer = await other.Terms.ImportAsync("terms.csv", Encoding.UTF8.GetBytes(text), EntityFixture.Caller, Cancel);

        answer.FailedImportInfoList.ShouldBeEmpty();
        answer.SuccessImportInfoList.Count.ShouldBe(3);
        var red = await other.GetTermAsync(await other.Shop.FindAsync("AtlasGlossaryTerm", "red@hr") ?? "");
        (red.ShortDescription, red.AdditionalAttributes!["status"], red.SeeAlso!.Single().QualifiedName).ShouldBe(("the colour", "deprecated", "blue@sales"));
    }

    [Fact]
    public async Task File_for_import_can_be_excel()
    {
        await using var shop = await OpenAsync();
        var downloads = shop.Shop.Catalog.SearchDownloads;
        await downloads.CreateGlossaryAsync(
            new GlossaryFileRequest { Format = "XLSX", Mode = "IMPORT_COMPATIBLE", RecordType = GlossaryRecordType.Term }, EntityFixture.Caller, Cancel);
        var name = (await downloads.ListGlossaryAsync(EntityFixture.Caller, Cancel)).SearchDownloadRecords.ShouldHaveSingleItem().FileName!;
        name.ShouldEndWith(".xlsx");
        await using var other = await GlossaryShop.OpenAsync(stores);

        var answer = await other.Terms.ImportAsync(name, await downloads.GetAsync(name, EntityFixture.Caller, Cancel) ?? [], EntityFixture.Caller, Cancel);

        answer.FailedImportInfoList.ShouldBeEmpty();
        answer.SuccessImportInfoList.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("""{ "format": "PDF" }""", "400-00-098")]
    [InlineData("""{ "mode": "other" }""", "400-00-029")]
    public async Task File_is_refused(string json, string code)
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);

        (await EntityFixture.ErrorOf(() => FileAsync(shop, json))).ShouldBe(code);
    }

    private async Task<GlossaryShop> OpenAsync()
    {
        var shop = await GlossaryShop.OpenAsync(stores);
        var (sales, hr) = (await shop.GlossaryAsync("sales"), await shop.GlossaryAsync("hr"));
        var top = await shop.CategoryAsync(sales, "top");
        await shop.TermAsync(sales, "Blue", $$""", "categories": [ { "categoryGuid": "{{top}}", "status": "DRAFT" } ] """);
        var blue = await shop.TermAsync(sales, "blue");
        await shop.TermAsync(hr, "red", $$""", "shortDescription": "the colour", "additionalAttributes": { "status": "deprecated" }, "seeAlso": [ { "termGuid": "{{blue}}" } ] """);
        return shop;
    }

    private static async Task<string> FileAsync(GlossaryShop shop, string json)
    {
        var downloads = shop.Shop.Catalog.SearchDownloads;
        await downloads.CreateGlossaryAsync(AtlasJson.Parse<GlossaryFileRequest>(json), EntityFixture.Caller, Cancel);
        var file = (await downloads.ListGlossaryAsync(EntityFixture.Caller, Cancel)).SearchDownloadRecords.ShouldHaveSingleItem();
        file.FileName!.ShouldStartWith("ada_GLOSSARY_");
        return Encoding.UTF8.GetString(await downloads.GetAsync(file.FileName, EntityFixture.Caller, Cancel) ?? []);
    }
}
