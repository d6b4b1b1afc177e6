using System.Text;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.TestKit;

namespace AtlasHa.Catalog.Tests.Annotations;

/// <summary>Business metadata is imported from CSV and Excel; what is wrong with a line is told, and the others are carried out.</summary>
public sealed class BusinessMetadataImportTests : IAsyncLifetime
{
    private EntityFixture _shop = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _shop = await EntityFixture.OpenAsync();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Lines_are_carried_out_or_told_what_is_wrong()
    {
        var (one, two) = (await _shop.CreateAsync("shop_table", "one, with comma"), await _shop.CreateAsync("shop_table", "two"));

        var answer = await ImportAsync("care.CSV", $""""
            {BusinessMetadataTemplate.Csv}
            shop_table,"one, with comma",shop_care.steward,"eve ""E"""
            shop_table,"one, with comma", shop_care.score , 3 ,qualifiedName
            DataSet,two,shop_care.score,4,
            shop_table,two,shop_care.score,high
            shop_table,two,shop_care.nothing,1
            shop_table,nobody,shop_care.score,1
            no_such,two,shop_care.score,1
            shop_table,two,shop_care.score,1,name
            shop_table,two,shop_care.score
            """");

        answer.SuccessImportInfoList.Select(line => (line.RowNumber, line.ParentObjectName, line.ChildObjectName, line.ImportStatus)).ShouldBe(
            [(1, one, "shop_care.steward", ImportStatus.Success), (2, one, "shop_care.score", ImportStatus.Success), (3, two, "shop_care.score", ImportStatus.Success)]);
        answer.FailedImportInfoList.Select(line => line.RowNumber).ShouldBe([4, 5, 6, 7, 8, 9]);
        answer.FailedImportInfoList.ShouldAllBe(line => line.ImportStatus == ImportStatus.Failed && line.Remarks!.Length > 0);
        var care = (await _shop.GetAsync(one)).BusinessAttributes!["shop_care"]!;
        (care["steward"], care["score"]).ShouldBe(("eve \"E\"", 3L));
        (await _shop.GetAsync(two)).BusinessAttributes!["shop_care"]!["score"].ShouldBe(4L);
    }

    [Fact]
    public async Task Excel_is_taken_like_csv()
    {
        var one = await _shop.CreateAsync("shop_table", "one");
        var file = Workbook.WithSheet($"""
            <row r="1"><c r="A1" t="str"><v>EntityType</v></c></row>
            <row r="2"><c r="A2" t="str"><v>shop_table</v></c><c r="B2" t="str"><v>one</v></c><c r="C2" t="str"><v>shop_care.score</v></c><c r="D2"><v>3</v></c></row>
            <row r="3"><c r="A3" t="str"><v>shop_table</v></c><c r="C3" t="str"><v>shop_care.score</v></c></row>
            """);

        var answer = await _shop.Catalog.BusinessMetadata.ImportAsync("care.XLSX", file, EntityFixture.Caller, Cancel);

        (answer.SuccessImportInfoList.Single().RowNumber, answer.FailedImportInfoList.Single().RowNumber).ShouldBe((1, 2));
        (await _shop.GetAsync(one)).BusinessAttributes!["shop_care"]!["score"].ShouldBe(3L);
    }

    [Theory]
    [InlineData(null, "x", "404-00-014")]
    [InlineData(" ", "x", "404-00-014")]
    [InlineData("care.pdf", "x", "400-00-098")]
    [InlineData("care.csv", "", "400-00-09B")]
    [InlineData("care.csv", "a,b\n\"x\"y,1", "400-00-09C")]
    [InlineData("care.xlsx", "a,b", "400-00-09C")]
    [InlineData("care.xls", "a,b", "400-00-09C")]
    public async Task File_that_cannot_be_read_is_refused(string? name, string content, string code) =>
        (await EntityFixture.ErrorOf(() => ImportAsync(name, content))).ShouldBe(code);

    private Task<BulkImportResponse> ImportAsync(string? name, string content) =>
        _shop.Catalog.BusinessMetadata.ImportAsync(name, Encoding.UTF8.GetBytes(content), EntityFixture.Caller, Cancel);
}
