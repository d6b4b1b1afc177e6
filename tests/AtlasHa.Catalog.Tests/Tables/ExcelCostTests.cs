using System.Globalization;
using System.Text;
using AtlasHa.Catalog.Discovery.Downloads;
using AtlasHa.Catalog.Tables;
using AtlasHa.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace AtlasHa.Catalog.Tests.Tables;

/// <summary>A small Excel file that stands for much is refused before much has been made of it.</summary>
public sealed class ExcelCostTests
{
    // The unpacked file itself must be gone through; what may be made of it is far less than what these would be.
    private const long MaxAllocated = 300 << 20;

    // It stands, so that what is bounded here is not bounded by time.
    private static readonly TimeProvider Clock = new FakeTimeProvider();

    private static readonly string LongestText = new('x', ExcelFile.MaxCellCharacters);

    // 1,000 cells of 31 MiB each: 62 GB.
    [Fact]
    public void Text_that_is_longer_than_a_cell_is_refused_however_it_is_written()
    {
        var blanks = new string(' ', 15 << 20);
        var text = $"{blanks}x{blanks}";
        var cells = Row(1, Enumerable.Range(1, 1_000).Select(column => (Column(column), "0")));

        Refused(Workbook.WithSheet(cells, $"<si><t xml:space=\"preserve\">{text}</t></si>")).ShouldContain("text 1 of its shared strings");
        Refused(Workbook.WithSheet(cells, $"<si/><si><r><rPr/><t>a</t></r><r><t>{text[..32_767]}</t></r></si>")).ShouldContain("text 2 of its shared strings");
        Refused(Workbook.WithSheet($"""<row r="1"><c r="A1" t="str"><v>{text}</v></c></row>""")).ShouldContain("row 1, column 1");
        Refused(Workbook.WithSheet($"""<row r="7"><c r="B7" t="inlineStr"><is><t>{LongestText}</t><t>y</t></is></c></row>""")).ShouldContain("row 7, column 2");
    }

    // Each cell would be a text unescaped anew.
    [Fact]
    public void Text_full_of_escapes_is_refused()
    {
        var text = Repeated("_x0041_", 4 << 20);

        Refused(Workbook.WithSheet(Row(1, Enumerable.Range(1, 1_000).Select(column => (Column(column), "0"))), $"<si><t>{text}</t></si>")).ShouldContain("shared strings");
    }

    // As many as a cell may hold, in as many cells as a row may have: several GB of what resolving them leaves behind. The index is as the library takes it.
    [Theory]
    [InlineData("1")]
    [InlineData(" 1.0 ")]
    [InlineData("<![CDATA[0]]>1")]
    public void Cells_that_share_a_text_with_many_escapes_are_refused(string index)
    {
        var escapes = Repeated("_x0020_", ExcelFile.MaxCellCharacters / 7);
        var shared = $"<si><t>a</t></si><si><t>{escapes}</t></si>";

        Refused(Workbook.WithSheet(Row(1, Enumerable.Range(1, 1_000).Select(column => (Column(column), index))), shared)).ShouldContain("escapes");
        Read(Workbook.WithSheet(Row(1, [("A", index), ("B", "0")]), shared)).ShouldBe([["", "a"]]);
    }

    [Fact]
    public void Row_that_takes_too_much_to_read_is_refused()
    {
        var limits = new ExcelLimits(Clock);
        limits.EndStep();
        var made = Enumerable.Range(0, 9).Select(_ => new byte[64 << 20].Length).Sum();

        Should.Throw<InvalidDataException>(limits.CheckWork).Message.ShouldContain("takes more than 512 MiB");
        made.ShouldBe(9 * (64 << 20));
    }

    // Blanks at the ends count, though nothing of them stays.
    [Fact]
    public void Long_texts_are_counted_before_they_are_trimmed()
    {
        var rows = string.Concat(Enumerable.Range(1, 1_100).Select(row => Row(row, [("A", "0")])));

        Refused(Workbook.WithSheet(rows, $"<si><t xml:space=\"preserve\">{new string(' ', ExcelFile.MaxCellCharacters)}</t></si>")).ShouldContain("characters together");
    }

    // Nearly as many cells as the size of a file lets through: what is read of them must not count as too much.
    [Fact]
    public void Large_file_is_read()
    {
        var rows = Repeated($"<row>{Repeated("<c><v>1</v></c>", 40)}</row>", 53_000);

        Read(Workbook.WithSheet(rows)).Count.ShouldBe(53_000);
    }

    // A form without packing, and without a look before: its cells name one text, and each makes a copy of it.
    [Fact]
    public void Binary_row_that_repeats_a_cell_is_refused()
    {
        var content = BinaryWorkbook.Repeating(new string('x', 65_000), 1_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var refused = Should.Throw<TableFileException>(() => ExcelTable.Read(content, isOpenXml: false, new ExcelLimits(Clock)));

        refused.Message.ShouldContain("a row of it");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1L << 30);
        ExcelTable.Read(BinaryWorkbook.Repeating("x", 1_000_000), isOpenXml: false, new ExcelLimits(Clock)).ShouldBe([["x"]]);
    }

    [Fact]
    public void Row_that_repeats_a_cell_is_refused()
    {
        var repeated = $"<row r=\"1\">{Repeated("""<c r="A1" t="s"><v>0</v></c>""", 1_000_000)}</row>";

        Refused(Workbook.WithSheet(repeated, $"<si><t>{LongestText}</t></si>")).ShouldContain("row 1 has two cells in column 1");
    }

    [Theory]
    [InlineData("""<row r="1"><c r="B1"/><c r="A1"/><c/></row>""", "two cells in column 2")]
    [InlineData("""<row r="2"><c r="A1"/></row><row r="2"><c r="A1"/></row>""", "row 2 comes after row 2")]
    [InlineData("""<row r="2"/><row r="1"/>""", "row 1 comes after row 2")]
    [InlineData("""<row r="-1"/>""", "no number")]
    [InlineData("""<row r="1"><c r="$A1"/></row>""", "no place")]
    [InlineData("""<row r="1"><c r="A"/></row>""", "no place")]
    [InlineData("""<row r="1"><c r="A01"/></row>""", "no place")]
    [InlineData("""<row r="1"><c r="A99999999999"/></row>""", "no place")]
    [InlineData("""<row r="1"><c r=""/></row>""", "no place")]
    [InlineData("""<row r="1"><c r="ALM1"/></row>""", "columns")]
    [InlineData("""<row r="1"/></sheetData><sheetData><row r="2"/>""", "data twice")]
    public void Cells_that_a_row_could_hide_are_refused(string rows, string why) => Refused(Workbook.WithSheet(rows)).ShouldContain(why);

    [Fact]
    public void Cells_need_no_places_nor_order()
        => Read(Workbook.WithSheet("""<row><c><v>1</v></c><c><v>2</v></c></row><row r="4"><c r="B4"><v>4</v></c><c r="A4"><v>3</v></c><c r="ALL4"/></row>"""))
            .ShouldBe([["1", "2"], ["3", "4"]]);

    [Fact]
    public void Longest_cell_is_read()
        => Read(Workbook.WithSheet("""<row r="1"><c r="A1" t="s"><f>"a"</f><v>0</v></c></row>""", $"<si><t>{LongestText}</t></si>")).ShouldBe([[LongestText]]);

    [Fact]
    public void Parts_with_too_many_things_are_refused()
    {
        Refused(Workbook.OfParts(("xl/styles.xml", $"<styleSheet>{Repeated("<xf/>", 200_001)}</styleSheet>"))).ShouldContain("elements xf");
        Refused(Workbook.OfParts(("xl/styles.xml", $"<styleSheet><numFmt numFmtId=\"170\" formatCode=\"{Repeated("0-", 1 << 20)}\"/></styleSheet>"))).ShouldContain("formats of numbers");
        Refused(Workbook.OfParts(("xl/other.xml", $"<workbook>{Repeated("<sheet/>", 1_001)}</workbook>"))).ShouldContain("elements sheet");
    }

    [Fact]
    public void Shared_strings_cannot_be_hidden_from_the_sheets()
    {
        var padded = $"<!--{new string(' ', 10_000)}--><sst><si><t>a</t></si></sst>";

        Refused(Workbook.OfParts((Workbook.SheetPart, "<worksheet/>"), (Workbook.StringsPart, padded))).ShouldContain("begin after");
    }

    // The library goes by what is inside: a binary sheet would escape the look before.
    [Fact]
    public void Binary_parts_of_cells_are_refused()
    {
        Refused(Workbook.OfParts(("XL\\SharedStrings.bin", ""))).ShouldContain("XLSB");
        Refused(Workbook.OfParts(("other/workbook.xml.rels", "<Relationships><Relationship Target=\"sheet.Bin\"/></Relationships>"))).ShouldContain("XLSB");
        Read(Workbook.OfParts((Workbook.SheetPart, "<worksheet/>"), ("xl/printerSettings/printerSettings1.bin", "\u0001"), ("xl/media/image1.png", "\u0089PNG"))).ShouldBeEmpty();
    }

    // More would stand side by side if their number had no limit: each stays until those that wait have had their chance.
    [Fact]
    public async Task Two_files_are_read_at_a_time_and_the_clock_of_the_others_stands()
    {
        using var readers = new HeldReaders();
        var content = Workbook.Of(["a"]);

        var reading = Enumerable.Range(0, 6).Select(_ => TableFile.ReadAsync("a.xlsx", content, readers.Clock(), TestContext.Current.CancellationToken)).ToList();
        await readers.TwoInsideAsync();
        using var leaves = new CancellationTokenSource();
        var another = TableFile.ReadAsync("a.xls", content, readers.Clock(), leaves.Token);
        await leaves.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => another);
        readers.Begun.ShouldBe(2);
        readers.LetGo();

        foreach (var rows in await Task.WhenAll(reading))
            rows.ShouldBe([["a"]]);
        readers.Begun.ShouldBe(6);
    }

    private static string Refused(byte[] content, long most = MaxAllocated)
    {
        content.Length.ShouldBeLessThan(300_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = Should.Throw<TableFileException>(() => ExcelTable.Read(content, isOpenXml: true, new ExcelLimits(Clock)));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(most);
        return refused.Message;
    }

    private static IReadOnlyList<IReadOnlyList<string>> Read(byte[] content) => ExcelTable.Read(content, isOpenXml: true, new ExcelLimits(Clock));

    private static string Row(int number, IEnumerable<(string Column, string Shared)> cells) => string.Create(
        CultureInfo.InvariantCulture,
        $"<row r=\"{number}\">{string.Concat(cells.Select(cell => string.Create(CultureInfo.InvariantCulture, $"<c r=\"{cell.Column}{number}\" t=\"s\"><v>{cell.Shared}</v></c>")))}</row>");

    private static string Column(int number) => number <= 26 ? $"{(char)('A' + number - 1)}" : Column((number - 1) / 26) + Column(((number - 1) % 26) + 1);

    private static string Repeated(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();
}
