using System.Xml;

namespace AtlasHa.Catalog.Tables;

/// <summary>
/// What one part of an XLSX file would make of the library that reads it. It holds the cells of a row, the shared strings and the formats as objects, and
/// looks into what it holds only when it has all of it: so this looks before. What the library passes over counts only where telling it apart is no use.
/// </summary>
internal abstract class XlsxPart
{
    private const int MaxFormatCharacters = 1 << 20;

    // Above what Excel makes. The library looks for each relationship through all sheets.
    private static readonly Dictionary<string, int> Most = new(StringComparer.Ordinal)
    {
        ["sheet"] = 1_000,
        ["Relationship"] = 100_000,
        ["xf"] = 200_000,
        ["numFmt"] = 100_000,
        ["mergeCell"] = 200_000,
        ["col"] = 200_000,
        ["si"] = ExcelLimits.MaxCells,
    };

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private int _formatCharacters;

    /// <summary>The reader is on the start of an element.</summary>
    /// <exception cref="InvalidDataException">It is one too many, or at a place where it cannot be.</exception>
    public virtual void Enter(XmlReader xml)
    {
        var name = xml.LocalName;
        if (!Most.TryGetValue(name, out var most))
            return;
        var count = _counts[name] = _counts.GetValueOrDefault(name) + 1;
        if (count > most)
            throw new InvalidDataException($"a part of it has more than {most} elements {name}");
        // Each character may become an object.
        if (name == "numFmt" && (_formatCharacters += xml.GetAttribute("formatCode")?.Length ?? 0) > MaxFormatCharacters)
            throw new InvalidDataException($"its formats of numbers have more than {MaxFormatCharacters} characters together");
    }

    /// <summary>The reader is on a text.</summary>
    /// <param name="piece">Of the text; the next one follows.</param>
    /// <exception cref="InvalidDataException">It is longer than a cell may be.</exception>
    public abstract void Text(XmlReader xml, ReadOnlySpan<char> piece);

    /// <summary>The reader is at the end of the part.</summary>
    /// <exception cref="InvalidDataException">What came last is one too many.</exception>
    public abstract void End();
}
