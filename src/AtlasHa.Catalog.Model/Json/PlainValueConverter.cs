using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AtlasHa.Catalog.Model.Json;

/// <summary>
/// Values of unknown type as plain CLR values: null, bool, string, long (BigInteger beyond its range), decimal for fractions (double beyond
/// the range or the 28 digits of a decimal), List&lt;object?&gt;, Dictionary&lt;string, object?&gt;. Anything else is written as its own type.
/// </summary>
internal sealed class PlainValueConverter : JsonConverter<object>
{
    private const int DecimalDigits = 28;

    public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.String:
                return StorableText.Of(ref reader);
            case JsonTokenType.Number:
                return ReadNumber(ref reader);
            case JsonTokenType.StartArray:
                var list = new List<object?>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    list.Add(Read(ref reader, typeToConvert, options));
                return list;
            case JsonTokenType.StartObject:
                var map = new Dictionary<string, object?>(StringComparer.Ordinal);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = StorableText.Of(ref reader)!;
                    reader.Read();
                    map[name] = Read(ref reader, typeToConvert, options);
                }
                return map;
            default:
                throw new JsonException($"unexpected {reader.TokenType}");
        }
    }

    public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                WriteDouble(writer, number);
                break;
            case BigInteger number:
                writer.WriteRawValue(number.ToString(CultureInfo.InvariantCulture));
                break;
            case IReadOnlyDictionary<string, object?> map:
                writer.WriteStartObject();
                foreach (var (name, item) in map)
                {
                    writer.WritePropertyName(name);
                    WriteItem(writer, item, options);
                }
                writer.WriteEndObject();
                break;
            case IReadOnlyList<object?> list:
                writer.WriteStartArray();
                foreach (var item in list)
                    WriteItem(writer, item, options);
                writer.WriteEndArray();
                break;
            default:
                JsonSerializer.Serialize(writer, value, value.GetType(), options);
                break;
        }
    }

    private void WriteItem(Utf8JsonWriter writer, object? item, JsonSerializerOptions options)
    {
        if (item is null)
            writer.WriteNullValue();
        else
            Write(writer, item, options);
    }

    // A whole double keeps its ".0" as Java prints it, so that a reader can tell it from an integer.
    private static void WriteDouble(Utf8JsonWriter writer, double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        writer.WriteRawValue(text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0");
    }

    private static object ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var integer))
            return integer;
        var text = reader.RawNumber();
        if (!text.ContainsAny((byte)'.', (byte)'e', (byte)'E'))
            return BigInteger.Parse(System.Text.Encoding.ASCII.GetString(text), CultureInfo.InvariantCulture);
        if (Digits(text) <= DecimalDigits && reader.TryGetDecimal(out var exact))
            return exact;
        return reader.TryGetDouble(out var approximate) && double.IsFinite(approximate)
            ? approximate
            : throw new JsonException($"{System.Text.Encoding.ASCII.GetString(text)} is out of the range of a number");
    }

    private static int Digits(ReadOnlySpan<byte> number)
    {
        var digits = 0;
        foreach (var c in number)
        {
            if (c is (byte)'e' or (byte)'E')
                break;
            if (c is >= (byte)'0' and <= (byte)'9')
                digits++;
        }
        return digits;
    }
}
