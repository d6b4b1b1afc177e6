using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace AtlasHa.Catalog.Tables;

/// <summary>The texts that cells share. Each cell may become a copy of its text, in which escapes are resolved one by one.</summary>
/// <param name="escapes">Takes how many escapes a text has, by its index, if there are many.</param>
internal sealed partial class XlsxStrings(Dictionary<int, int> escapes) : XlsxPart
{
    private const int ItemLevel = 2;
    private const int ManyEscapes = 16;

    private readonly XmlPath _path = new(["sst"], ["si"], ["t", "r"]);
    private readonly StringBuilder _text = new();
    private int _items;

    public override void Enter(XmlReader xml)
    {
        base.Enter(xml);
        if (_path.Enter(xml) != ItemLevel)
            return;
        End();
        _items++;
    }

    public override void Text(XmlReader xml, ReadOnlySpan<char> piece)
    {
        if (!_path.Holds(xml))
            return;
        _text.Append(piece);
        if (_text.Length > ExcelLimits.MaxCellCharacters)
            throw new InvalidDataException($"text {_items} of its shared strings has more than {ExcelLimits.MaxCellCharacters} characters");
    }

    public override void End()
    {
        var count = _text.Length > ManyEscapes ? Escape().Count(_text.ToString()) : 0;
        // The library reads one such part, and which one is not known here.
        if (count > ManyEscapes)
            escapes[_items - 1] = Math.Max(count, escapes.GetValueOrDefault(_items - 1));
        _text.Clear();
    }

    [GeneratedRegex("_x[0-9A-Fa-f]{4}_", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
