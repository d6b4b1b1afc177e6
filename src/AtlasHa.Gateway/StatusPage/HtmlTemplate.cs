using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace AtlasHa.Gateway.StatusPage;

/// <summary>
/// An interpolated string whose values are encoded for the content of elements and for quoted attributes. There is no overload for just any object:
/// whoever adds a kind of value decides how it is shown.
/// </summary>
[InterpolatedStringHandler]
internal ref struct HtmlTemplate(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + (16 * formattedCount));

    public readonly string Text => _text.ToString();

    public readonly void AppendLiteral(string literal) => _text.Append(literal);

    public readonly void AppendFormatted(string? value) => _text.Append(HtmlEncoder.Default.Encode(value ?? ""));

    public readonly void AppendFormatted(long value) => _text.Append(value.ToString(CultureInfo.InvariantCulture));

    public readonly void AppendFormatted(Html piece) => _text.Append(piece);
}
