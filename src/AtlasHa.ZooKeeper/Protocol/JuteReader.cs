using System.Buffers.Binary;
using System.Text;

namespace AtlasHa.ZooKeeper.Protocol;

/// <summary>
/// Reads jute's big-endian encoding. Every length is checked against the bytes that are really there before anything is
/// allocated, so a claimed length costs nothing.
/// </summary>
internal ref struct JuteReader(ReadOnlySpan<byte> bytes)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = bytes;

    public readonly int Remaining => _rest.Length;

    public int ReadInt() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));

    public long ReadLong() => BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long)));

    public bool ReadBool() => Take(1)[0] != 0;

    /// <summary>int length (-1 for null), then the bytes.</summary>
    public byte[]? ReadBuffer()
    {
        var length = ReadLength("buffer");
        return length < 0 ? null : Take(length).ToArray();
    }

    /// <summary>int length (-1 for null), then UTF-8.</summary>
    public string? ReadString()
    {
        var length = ReadLength("string");
        if (length < 0)
            return null;
        try
        {
            return StrictUtf8.GetString(Take(length));
        }
        catch (DecoderFallbackException)
        {
            throw new ProtocolViolationException("a string is not UTF-8");
        }
    }

    /// <summary>A string that the protocol does not allow to be null.</summary>
    public string ReadRequiredString()
        => ReadString() ?? throw new ProtocolViolationException("a string is null where the protocol needs one");

    /// <summary>int count (-1 for null, read as 0); each element takes at least <paramref name="minElementBytes"/>.</summary>
    public int ReadVectorCount(int minElementBytes)
    {
        var count = ReadInt();
        if (count < -1 || (long)count * minElementBytes > _rest.Length)
            throw new ProtocolViolationException($"a vector claims {count} elements, but {_rest.Length} bytes are left");
        return Math.Max(count, 0);
    }

    private int ReadLength(string what)
    {
        var length = ReadInt();
        if (length < -1 || length > _rest.Length)
            throw new ProtocolViolationException($"a {what} claims {length} bytes, but {_rest.Length} are left");
        return length;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
            throw new ProtocolViolationException($"the frame ends early: {count} bytes needed, {_rest.Length} left");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
