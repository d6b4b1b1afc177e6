using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace AtlasHa.Catalog.Model.Json;

internal static class ReaderExtensions
{
    /// <summary>The text of the number that the reader stands on.</summary>
    public static ReadOnlySpan<byte> RawNumber(this ref Utf8JsonReader reader) =>
        reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;

    /// <summary>A whole number from null (0), a number (truncated) or a numeric string.</summary>
    public static long ReadInteger(this ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return 0;
            case JsonTokenType.Number when reader.TryGetInt64(out var value):
                return value;
            case JsonTokenType.Number when reader.TryGetDecimal(out var fraction)
                && decimal.Truncate(fraction) is >= long.MinValue and <= long.MaxValue:
                return (long)fraction;
            case JsonTokenType.String when long.TryParse(reader.GetString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value):
                return value;
            default:
                throw new JsonException($"expected a whole number but found {reader.TokenType}");
        }
    }
}
