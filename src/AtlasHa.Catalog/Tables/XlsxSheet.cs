using System.Globalization;
using System.Text;
using System.Xml;

namespace AtlasHa.Catalog.Tables;

/// <summary>
/// A sheet, or any other part, in which nothing is like one. The library keeps the cells of one row together, also those that one at the same place hides,
/// and takes rows of one number for one: so there must be no such rows and cells.
/// </summary>
/// <param name="escapes">How many escapes a shared text has, by its index, if there are many.</param>
internal sealed class XlsxSheet(Dictionary<int, int> escapes) : XlsxPart
{
    // Each costs the library more than a kilobyte, in each cell anew.
    private const int MaxEscapes = 200_000;
    private const int MaxDigits = 7;
    private const int DataLevel = 2;
    private const int RowLevel = 3;
    private const int CellLevel = 4;
    private const int ValueLevel = 5;

    private readonly XmlPath _path = new(["worksheet"], ["sheetData"], ["row"], ["c"], ["v", "is"]);

    // By column, the row that last had a cell there.
    private readonly int[] _taken = new int[ExcelLimits.MaxColumns + 1];
    private readonly StringBuilder _index = new();
    private bool _hasData;
    private int _row;
    private int _column;
    private int _characters;
    private bool _isShared;
    private int _escapes;

    public override void Enter(XmlReader xml)
    {
        base.Enter(xml);
        switch (_path.Enter(xml))
        {
            case DataLevel when _hasData:
                throw new InvalidDataException("a sheet has its data twice");
            case DataLevel:
                _hasData = true;
                break;
            case RowLevel:
                EnterRow(xml.GetAttribute("r"));
                break;
            case CellLevel:
                End();
                EnterCell(xml.GetAttribute("r"));
                _isShared = xml.GetAttribute("t") == "s";
                break;
            case ValueLevel:
                End();
                break;
        }
    }

    public override void Text(XmlReader xml, ReadOnlySpan<char> piece)
    {
        if (!_path.Holds(xml))
            return;
        _characters += piece.Length;
        if (_characters > ExcelLimits.MaxCellCharacters)
            throw new InvalidDataException($"the cell in row {_row}, column {_column} has more than {ExcelLimits.MaxCellCharacters} characters");
        if (_isShared)
            _index.Append(piece);
    }

    public override void End()
    {
        if (_index.Length == 0)
            return;
        if (int.TryParse(_index.ToString(), NumberStyles.Any, CultureInfo.InvariantCulture, out var index))
            _escapes += escapes.GetValueOrDefault(index);
        if (_escapes > MaxEscapes)
            throw new InvalidDataException($"the cells up to row {_row} have more than {MaxEscapes} escapes together");
        _index.Clear();
    }

    private void EnterRow(string? number)
    {
        var before = _row;
        if (number is null)
            _row++;
        else if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _row))
            throw new InvalidDataException($"the row after row {before} has no number");
        if (_row <= before)
            throw new InvalidDataException($"row {_row} comes after row {before}");
        if (_row > ExcelLimits.MaxRows)
            throw new InvalidDataException($"a sheet has more than {ExcelLimits.MaxRows} rows");
        _column = 0;
    }

    private void EnterCell(string? place)
    {
        _column = place is null ? _column + 1 : Column(place);
        if (_column > ExcelLimits.MaxColumns)
            throw new InvalidDataException($"row {_row} has more than {ExcelLimits.MaxColumns} columns");
        if (_taken[_column] == _row)
            throw new InvalidDataException($"row {_row} has two cells in column {_column}");
        _taken[_column] = _row;
        _characters = 0;
    }

    // Only what cannot be understood otherwise: B7, but not b7, $B$7 or B007.
    private int Column(string place)
    {
        var letters = place.AsSpan().IndexOfAnyExceptInRange('A', 'Z');
        var digits = letters > 0 ? place.AsSpan(letters) : [];
        var column = 0;
        for (var at = 0; at < letters && column <= ExcelLimits.MaxColumns; at++)
            column = (column * 26) + place[at] - 'A' + 1;
        if (digits.Length == 0 || digits[0] == '0' || digits.ContainsAnyExceptInRange('0', '9') || digits.Length > MaxDigits)
            throw new InvalidDataException($"a cell of row {_row} has no place that can be read");
        return column;
    }
}
