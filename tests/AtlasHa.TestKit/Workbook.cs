using System.IO.Compression;
using System.Security;
using System.Text;

namespace AtlasHa.TestKit;

/// <summary>An Excel file (XLSX) made by hand, so that its parts can be anything.</summary>
public static class Workbook
{
    public const string SheetPart = "xl/worksheets/sheet1.xml";
    public const string StringsPart = "xl/sharedStrings.xml";

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string PackageRelations = "http://schemas.openxmlformats.org/package/2006/relationships";

    /// <summary>One sheet with texts; an empty text is no cell.</summary>
    public static byte[] Of(params IEnumerable<string[]> rows) => WithSheet(string.Concat(rows.Select((cells, row) =>
        $"<row r=\"{row + 1}\">{string.Concat(cells.Select((text, column) => text.Length == 0 ? "" : Cell(row, column, text)))}</row>")));

    /// <summary>One sheet with these rows as they are in the file.</summary>
    /// <param name="sheetData">XML of rows.</param>
    /// <param name="strings">XML of the items of the shared strings.</param>
    public static byte[] WithSheet(string sheetData, string strings = "") => OfParts(
        (SheetPart, $"<worksheet xmlns=\"{Main}\"><sheetData>{sheetData}</sheetData></worksheet>"),
        (StringsPart, $"<sst xmlns=\"{Main}\">{strings}</sst>"));

    /// <summary>A workbook of one sheet with these parts beside the fixed ones.</summary>
    public static byte[] OfParts(params IEnumerable<(string Name, string Xml)> parts)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, xml) in Fixed.Concat(parts))
            {
                using var part = zip.CreateEntry(name, CompressionLevel.SmallestSize).Open();
                part.Write(Encoding.UTF8.GetBytes(xml));
            }
        }
        return file.ToArray();
    }

    private static IEnumerable<(string Name, string Xml)> Fixed =>
    [
        ("[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"),
        ("_rels/.rels",
            $"<Relationships xmlns=\"{PackageRelations}\"><Relationship Id=\"r1\" Type=\"{Relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
        ("xl/workbook.xml",
            $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheets><sheet name=\"One\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels",
            $"<Relationships xmlns=\"{PackageRelations}\"><Relationship Id=\"r1\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
            + $"<Relationship Id=\"r2\" Type=\"{Relations}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"),
    ];

    private static string Cell(int row, int column, string text) =>
        $"<c r=\"{(char)('A' + column)}{row + 1}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{SecurityElement.Escape(text)}</t></is></c>";
}
