using System.Text;

namespace AtlasHa.Catalog.Tests.Tables;

/// <summary>An Excel file of the old form (BIFF8) made by hand: records one after the other, without a container around them.</summary>
internal static class BinaryWorkbook
{
    private const ushort BeginOfFile = 0x0809, EndOfFile = 0x000A, BoundSheet = 0x0085, SharedStrings = 0x00FC, Continue = 0x003C, Dimensions = 0x0200;
    private const ushort SharedCell = 0x00FD, Row = 0x0208;
    private const ushort Version = 0x0600, Globals = 5, Worksheet = 0x10;
    private const int MaxRecordBytes = 8_000;

    /// <summary>One sheet, whose one row has the same text in its first cell over and over.</summary>
    public static byte[] Repeating(string text, int times)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file, Encoding.ASCII);
        Begin(writer, Globals);
        var sheetAt = (int)file.Position + 4;
        Record(writer, BoundSheet, [0, 0, 0, 0, 0, 0, 1, 0, (byte)'S']);
        Strings(writer, text);
        Record(writer, EndOfFile, []);

        var sheet = (int)file.Position;
        Begin(writer, Worksheet);
        Record(writer, Dimensions, [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
        Record(writer, Row, new byte[16]);
        for (var cell = 0; cell < times; cell++)
            Record(writer, SharedCell, new byte[10]);
        Record(writer, EndOfFile, []);
        writer.Flush();

        var content = file.ToArray();
        BitConverter.GetBytes(sheet).CopyTo(content, sheetAt);
        return content;
    }

    private static void Begin(BinaryWriter writer, ushort kind)
    {
        byte[] rest = [0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0];
        Record(writer, BeginOfFile, [.. BitConverter.GetBytes(Version), .. BitConverter.GetBytes(kind), .. rest]);
    }

    // A text that is too long for a record goes on in the next ones, each of which says how its characters are written.
    private static void Strings(BinaryWriter writer, string text)
    {
        var first = text[..Math.Min(text.Length, MaxRecordBytes)];
        Record(writer, SharedStrings, [1, 0, 0, 0, 1, 0, 0, 0, .. BitConverter.GetBytes((ushort)text.Length), 0, .. Encoding.ASCII.GetBytes(first)]);
        foreach (var more in text[first.Length..].Chunk(MaxRecordBytes))
            Record(writer, Continue, [0, .. Encoding.ASCII.GetBytes(more)]);
    }

    private static void Record(BinaryWriter writer, ushort id, byte[] content)
    {
        writer.Write(id);
        writer.Write((ushort)content.Length);
        writer.Write(content);
    }
}
