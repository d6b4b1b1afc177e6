using System.Xml;

namespace AtlasHa.Catalog.Tables;

/// <summary>The texts that cells share. Each cell may become a copy of its text.</summary>
internal sealed class XlsxStrings : XlsxPart
{
    private const int ItemLevel = 2;

    private readonly XmlPath _path = new(["sst"], ["si"], ["t", "r"]);
    private int _number;
    private int _characters;

    public override void Enter(XmlReader xml)
    {
        base.Enter(xml);
        if (_path.Enter(xml) != ItemLevel)
            return;
        _number++;
        _characters = 0;
    }

    public override void Text(XmlReader xml, int count)
    {
        if (!_path.Holds(xml))
            return;
        _characters += count;
        if (_characters > ExcelLimits.MaxCellCharacters)
            throw new InvalidDataException($"text {_number} of its shared strings has more than {ExcelLimits.MaxCellCharacters} characters");
    }
}
