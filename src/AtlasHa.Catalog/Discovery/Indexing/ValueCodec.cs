using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Catalog.Discovery.Indexing;

/// <summary>
/// Scalars as bytes that compare like the scalars: numbers, times and booleans as doubles, text as UTF-8. Different values may have the same bytes (long
/// texts, numbers beyond a double's precision) but never the wrong order, so that what an index finds is looked at once more.
/// </summary>
internal static class ValueCodec
{
    /// <summary>Null when the value is no scalar.</summary>
    public static byte[]? Encode(object? value) => value switch
    {
        string text => Text(text),
        bool flag => Number(flag ? 1 : 0),
        long or int or decimal or double => Number(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        BigInteger big => Number((double)big),
        _ => null,
    };

    private static byte[] Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length <= SearchValue.MaxLength ? bytes : bytes[..SearchValue.MaxLength];
    }

    private static byte[] Number(double number)
    {
        // Minus zero is zero. The sign bit makes negative numbers smaller, and their bits are turned so that more is less.
        var bits = BitConverter.DoubleToInt64Bits(number == 0 ? 0 : number);
        var ordered = bits < 0 ? ~bits : bits ^ long.MinValue;
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, ordered);
        return bytes;
    }
}
