using System.Buffers;

namespace AtlasHa.ZooKeeper.Protocol;

/// <summary>Cuts frames (int32 length, then the body) out of a stream of bytes.</summary>
internal static class FrameReader
{
    /// <summary>
    /// Takes the first whole frame off <paramref name="buffer"/>; false when more bytes are needed. Throws
    /// <see cref="ProtocolViolationException"/> on a length that is negative or above <paramref name="maxBytes"/>.
    /// </summary>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, int maxBytes, out ReadOnlySequence<byte> body)
    {
        body = default;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadBigEndian(out int length))
            return false;
        if (length < 0 || length > maxBytes)
            throw new ProtocolViolationException($"a frame claims {length} bytes; the limit is {maxBytes}");
        if (reader.Remaining < length)
            return false;
        body = buffer.Slice(reader.Position, length);
        buffer = buffer.Slice(body.End);
        return true;
    }
}
