using System.Text;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Tests.Stores;
using AtlasHa.TestKit;

namespace AtlasHa.Catalog.Tests.Glossaries;

/// <summary>The import of terms from CSV and Excel, on every store.</summary>
public abstract class ImportOperations(IStores stores)
{
    private const string Header = "GlossaryName, TermName, ShortDescription, LongDescription, Examples, Abbreviation, Usage, AdditionalAttributes, "
        + "TranslationTerms, ValidValuesFor, Synonyms";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_creates_glossaries_terms_and_relations()
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);

        var answer = await ImportAsync(shop, $""""
            {Header}
            g,a,short,"long, with ""quotes""",e1|e2,abb,use,k1:v1|k2:v:2,,,g:b|h:c
            g,b
            h,c
            """");

        answer.FailedImportInfoList.ShouldBeEmpty();
        answer.SuccessImportInfoList.Select(row => (row.RowNumber, row.ParentObjectName, row.ChildObjectName, row.ImportStatus)).ShouldBe(
            [(1, "g", "a", ImportStatus.Success), (2, "g", "b", ImportStatus.Success), (3, "h", "c", ImportStatus.Success)]);
        var term = await TermAsync(shop, "a@g");
        (term.ShortDescription, term.LongDescription, term.Abbreviation, term.Usage).ShouldBe(("short", "long, with \"quotes\"", "abb", "use"));
        term.Examples.ShouldBe(["e1", "e2"]);
        (term.AdditionalAttributes!["k1"], term.AdditionalAttributes["k2"]).ShouldBe(("v1", "v:2"));
        term.Synonyms!.Select(other => other.QualifiedName).ShouldBe(["b@g", "c@h"], ignoreOrder: true);
    }

    [Fact]
    public async Task Excel_is_taken_like_csv()
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        var file = Workbook.Of(["GlossaryName"], ["g", "a", "short", "", "e1|e2", "", "", "", "", "", "g:b"], ["g", "b"], ["g"]);

        var answer = await shop.Terms.ImportAsync("terms.xlsx", file, EntityFixture.Caller, Cancel);

        answer.SuccessImportInfoList.Select(row => row.RowNumber).ShouldBe([1, 2]);
        answer.FailedImportInfoList.Single().RowNumber.ShouldBe(3);
        var term = await TermAsync(shop, "a@g");
        (term.ShortDescription, term.Synonyms!.Single().QualifiedName).ShouldBe(("short", "b@g"));
        term.Examples.ShouldBe(["e1", "e2"]);
        (await Should.ThrowAsync<AtlasException>(() => shop.Terms.ImportAsync("terms.xlsx", Workbook.Of(["GlossaryName"]), EntityFixture.Caller, Cancel)))
            .Code.ShouldBe(AtlasErrorCode.NoDataFound);
    }

    [Fact]
    public async Task Rows_that_are_refused_are_listed_and_hinder_no_others()
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);
        await shop.TermAsync(await shop.GlossaryAsync(), "taken");

        var answer = await ImportAsync(shop, $"""
            {Header}
            ,a
            g,
            new,a.b
            g,taken
            g,lonely,,,,,,,,,g:nobody
            g,good
            """);

        answer.FailedImportInfoList.Select(row => row.RowNumber).ShouldBe([1, 2, 3, 4, 5]);
        answer.FailedImportInfoList.ShouldAllBe(row => row.ImportStatus == ImportStatus.Failed && row.Remarks!.Length > 0);
        answer.SuccessImportInfoList.Single().ChildObjectName.ShouldBe("good");
        (await TermAsync(shop, "lonely@g")).Synonyms.ShouldBeNull();
        (await shop.Glossaries.GetAllAsync(PageOptions.All, Cancel)).Select(glossary => glossary.Name).ShouldBe(["g"]);
    }

    [Theory]
    [InlineData("", "g,a", "404-00-014")]
    [InlineData("terms.pdf", "g,a", "400-00-098")]
    [InlineData("terms.xlsx", "g,a", "409-00-011")]
    [InlineData("terms.xls", "g,a", "409-00-011")]
    [InlineData("terms.csv", "", "400-00-09B")]
    [InlineData("terms.csv", "GlossaryName,TermName\n", "400-00-09B")]
    [InlineData("terms.csv", "GlossaryName,TermName\ng,a\"b\"", "409-00-011")]
    public async Task Import_refuses(string fileName, string content, string code)
    {
        await using var shop = await GlossaryShop.OpenAsync(stores);

        (await EntityFixture.ErrorOf(() => ImportAsync(shop, content, fileName))).ShouldBe(code);
    }

    private static Task<BulkImportResponse> ImportAsync(GlossaryShop shop, string content, string fileName = "terms.csv") =>
        shop.Terms.ImportAsync(fileName, Encoding.UTF8.GetBytes(content), EntityFixture.Caller, Cancel);

    private static async Task<AtlasGlossaryTerm> TermAsync(GlossaryShop shop, string qualifiedName) =>
        await shop.GetTermAsync(await shop.Shop.FindAsync("AtlasGlossaryTerm", qualifiedName) ?? "");
}
