using System.IO.Compression;
using System.Xml;

namespace AtlasHa.Catalog.Tables;

/// <summary>Goes through an XLSX file once before it is read, holding nothing of it, for what reading it would cost.</summary>
internal static class XlsxCheck
{
    private const string StringsRoot = "sst";
    private const int BeginBytes = 8 << 10;
    private const int BufferCharacters = 4096;
    private const int BufferBytes = 64 << 10;

    // As the library reads them; definitions of types are forbidden.
    private static readonly XmlReaderSettings Settings = new() { IgnoreComments = true, IgnoreWhitespace = true };

    /// <exception cref="InvalidDataException">It is beyond a limit, or no archive.</exception>
    public static void Check(byte[] content, ExcelLimits limits)
    {
        using var archive = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
        var escapes = new Dictionary<int, int>();
        // The names are the file's, so each part is taken for what it holds.
        var strings = archive.Entries.Where(entry => IsStrings(entry, limits)).ToHashSet();
        foreach (var entry in strings)
            CheckEntry(entry, limits, new XlsxStrings(escapes));
        // Cells point to the texts.
        foreach (var entry in archive.Entries.Where(entry => !strings.Contains(entry)))
            CheckEntry(entry, limits, new XlsxSheet(escapes));
    }

    // No more than the beginning is unpacked for that.
    private static bool IsStrings(ZipArchiveEntry entry, ExcelLimits limits)
    {
        limits.CheckWork();
        var begin = new byte[BeginBytes];
        using var unpacked = entry.Open();
        var count = unpacked.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false);
        try
        {
            using var xml = XmlReader.Create(new MemoryStream(begin, 0, count), Settings);
            return xml.MoveToContent() == XmlNodeType.Element && xml.LocalName == StringsRoot;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static void CheckEntry(ZipArchiveEntry entry, ExcelLimits limits, XlsxPart part)
    {
        if (IsBinary(entry.FullName))
            throw new InvalidDataException($"it has the part {entry.Name}, as XLSB has");
        using var unpacked = new UnpackedStream(entry.Open(), limits);
        CheckPart(unpacked, IsWorkbookRelations(entry.FullName), part);
        var rest = new byte[BufferBytes];
        while (unpacked.Read(rest) > 0)
        {
        }
    }

    private static void CheckPart(Stream unpacked, bool ofWorkbook, XlsxPart part)
    {
        var buffer = new char[BufferCharacters];
        try
        {
            using var xml = XmlReader.Create(unpacked, Settings);
            if (xml.MoveToContent() != XmlNodeType.Element)
                return;
            if (xml.LocalName == StringsRoot && part is not XlsxStrings)
                throw new InvalidDataException($"its shared strings begin after {BeginBytes} bytes of something else");
            do
            {
                if (xml.NodeType == XmlNodeType.Element)
                {
                    part.Enter(xml);
                    if (ofWorkbook && xml.GetAttribute("Target")?.EndsWith(".bin", StringComparison.OrdinalIgnoreCase) == true)
                        throw new InvalidDataException("a sheet of it is a binary part, as XLSB has");
                }
                else if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)
                {
                    while (xml.ReadValueChunk(buffer, 0, buffer.Length) is > 0 and var count)
                        part.Text(xml, buffer.AsSpan(0, count));
                }
            }
            while (xml.Read());
            part.End();
        }
        catch (XmlException)
        {
            // A picture, say; or a broken part, and then the library will not get farther either.
        }
    }

    // The library would read them, whatever the file's name.
    private static bool IsBinary(string name) =>
        Path.GetFileName(name.Replace('\\', '/')).ToUpperInvariant() is "WORKBOOK.BIN" or "SHAREDSTRINGS.BIN" or "STYLES.BIN";

    private static bool IsWorkbookRelations(string name) => name.EndsWith("workbook.xml.rels", StringComparison.OrdinalIgnoreCase);
}
