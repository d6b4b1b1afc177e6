using System.Globalization;
using System.Text;
using AtlasHa.Catalog.Discovery.Downloads;
using AtlasHa.Catalog.Tables;
using AtlasHa.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace AtlasHa.Catalog.Tests.Tables;

/// <summary>Cells come out as text whatever the form of the file; what cannot be read, or costs too much to read, is refused with the reason.</summary>
public sealed class TableFileTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Both files were made by LibreOffice from one sheet; a second sheet must not show, nor the blank row.
    [Theory]
    [InlineData("cells.xls")]
    [InlineData("cells.xlsx")]
    public async Task Cells_become_the_text_that_they_stand_for(string name)
    {
        var content = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Tables", "Files", name), Cancel);

        var rows = await ReadAsync(name, content);

        rows.Count.ShouldBe(3);
        rows[0].ShouldBe(["Text", "Whole", "Fraction", "Date", "Flag", "Empty", "Formula", "Percent"]);
        rows[1].ShouldBe(["Größe, \"quoted\"", "1234567890123", "0.1", "2024-02-29T00:00:00.000Z", "TRUE", "", "3", "0.125"]);
        rows[2].Where((_, column) => column != 6).ShouldBe(["007", "-5", "1.5E+21", "2024-02-29T13:45:30.000Z", "FALSE", "", "last"]);
    }

    [Fact]
    public async Task Csv_keeps_its_rules()
        => (await ReadAsync("a.CSV", Encoding.UTF8.GetBytes("a, b \n\n\"x, y\","))).ShouldBe([["a", "b"], ["x, y", ""]]);

    [Fact]
    public async Task Written_file_is_read_back()
    {
        var tooLong = new string('x', ExcelFile.MaxCellCharacters + 1);

        var rows = await ReadAsync("a.xlsx", await ExcelFile.OfAsync([["a", "<&>\"", "Größe\u0001"], ["", tooLong, "007"]], Cancel));

        rows[0].Take(2).ShouldBe(["a", "<&>\""]);
        rows[0][2].ShouldStartWith("Größe");
        rows[1].ShouldBe(["", tooLong[2..] + "…", "007"]);
    }

    [Theory]
    [InlineData("a.xlsx", "XLSX")]
    [InlineData("a.xls", "XLS")]
    public async Task File_that_is_none_is_refused(string name, string kind)
    {
        foreach (var content in (byte[][])[[], "a,b"u8.ToArray(), [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], [0x50, 0x4B, 3, 4, 0, 0]])
        {
            var refused = await Should.ThrowAsync<TableFileException>(() => ReadAsync(name, content));
            (refused.Kind, refused.Message.Length > 0).ShouldBe((kind, true));
        }
    }

    [Fact]
    public async Task File_with_another_ending_than_its_form_is_refused()
    {
        await Should.ThrowAsync<TableFileException>(() => ReadAsync("a.xls", Workbook.Of(["a"])));
        var old = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Tables", "Files", "cells.xls"), Cancel);
        await Should.ThrowAsync<TableFileException>(() => ReadAsync("a.xlsx", old));
    }

    // 100 MB of one byte are 100 kB in the file. The second one claims, as archives may, that it has only a few bytes.
    [Fact]
    public async Task File_that_unpacks_to_too_much_is_refused()
    {
        var bomb = Workbook.OfParts((Workbook.SheetPart, new string(' ', 100 << 20)));
        bomb.Length.ShouldBeLessThan(200_000);

        (await RefusedAsync(bomb)).ShouldContain("unpacks to more than");
        (await RefusedAsync(Claiming(bomb, 100 << 20, 10))).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Entities_of_xml_are_refused()
    {
        const string Laughs = """<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&b;</v></c></row></sheetData></worksheet>""";

        (await RefusedAsync(Workbook.OfParts((Workbook.SheetPart, Laughs)))).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Sheet_with_too_many_rows_columns_or_characters_is_refused()
    {
        (await RefusedAsync(Workbook.WithSheet("""<row r="1"><c r="A1"><v>1</v></c></row><row r="2000000000"><c r="A2000000000"><v>1</v></c></row>"""))).ShouldContain("rows");
        (await RefusedAsync(Workbook.WithSheet("""<row r="1"><c r="A1"><v>1</v></c><c r="ZZZZZ1"><v>1</v></c></row>"""))).ShouldContain("columns");
        var shared = $"<si><t>{new string('x', 1 << 20)}</t></si>";
        var cells = string.Concat(Enumerable.Range(1, 40).Select(row => string.Create(CultureInfo.InvariantCulture, $"""<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>""")));
        (await RefusedAsync(Workbook.WithSheet(cells, shared))).ShouldContain("characters");
    }

    [Fact]
    public async Task Sheet_with_too_many_cells_is_refused_and_empty_ones_at_the_end_of_a_row_are_none()
    {
        (await RefusedAsync(Workbook.WithSheet(Rows(5_000, "ALL")))).ShouldContain("cells");
        (await ReadAsync("a.xlsx", Workbook.WithSheet(Rows(500, "J") + """<row r="501"><c r="ALL501"><v>1</v></c></row>"""))).Select(row => row.Count).Distinct().ShouldBe([10, 1_000]);

        static string Rows(int count, string column) => string.Concat(Enumerable.Range(1, count).Select(row =>
            string.Create(CultureInfo.InvariantCulture, $"""<row r="{row}"><c r="{column}{row}"><v>1</v></c></row>""")));
    }

    [Fact]
    public async Task File_that_takes_too_long_is_refused()
    {
        var slow = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(6) };

        var refused = await Should.ThrowAsync<TableFileException>(() => TableFile.ReadAsync("a.xlsx", Workbook.Of(["a"], ["b"]), slow, Cancel));
        refused.Message.ShouldContain("10 s");
    }

    // Any damage is either harmless or told as such: nothing else comes out, and nothing hangs.
    [Theory]
    [InlineData("cells.xls")]
    [InlineData("cells.xlsx")]
    public async Task Damaged_file_is_read_or_refused(string name)
    {
        var whole = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Tables", "Files", name), Cancel);
        var random = new Random(20_24);
        for (var round = 0; round < 300; round++)
        {
            var content = whole.AsSpan(0, round % 3 == 0 ? random.Next(whole.Length) : whole.Length).ToArray();
            for (var hit = 0; hit < 8 && content.Length > 0; hit++)
                content[random.Next(content.Length)] = (byte)random.Next(256);
            try
            {
                (await ReadAsync(name, content)).Count.ShouldBeLessThanOrEqualTo(ExcelLimits.MaxRows);
            }
            catch (TableFileException refused)
            {
                refused.Message.ShouldNotBeEmpty();
            }
        }
    }

    private static async Task<string> RefusedAsync(byte[] content) => (await Should.ThrowAsync<TableFileException>(() => ReadAsync("a.xlsx", content))).Message;

    private static Task<IReadOnlyList<IReadOnlyList<string>>> ReadAsync(string name, byte[] content) => TableFile.ReadAsync(name, content, TimeProvider.System, Cancel);

    // The unpacked size stands in the directory, and behind the packed bytes.
    private static byte[] Claiming(byte[] zip, int size, int claimed)
    {
        var content = zip.ToArray();
        byte[] written = BitConverter.GetBytes(size);
        for (var at = content.AsSpan().IndexOf(written); at >= 0; at = content.AsSpan().IndexOf(written))
            BitConverter.GetBytes(claimed).CopyTo(content, at);
        content.ShouldNotBe(zip);
        return content;
    }
}
