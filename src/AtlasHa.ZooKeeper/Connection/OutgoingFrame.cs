using System.Buffers;
using AtlasHa.ZooKeeper.Protocol;

namespace AtlasHa.ZooKeeper.Connection;

/// <summary>A request as it goes on the wire.</summary>
internal readonly record struct OutgoingFrame(int Xid, OpCode OpCode, ReadOnlyMemory<byte> Body)
{
    private const int HeaderBytes = 2 * sizeof(int);

    /// <summary>Largest body of a frame of at most so many bytes.</summary>
    public static int BodyLimit(int maxFrameBytes) => maxFrameBytes - HeaderBytes;

    /// <summary>{length int, xid int, type int, body}; returns the number of bytes.</summary>
    public int Write(IBufferWriter<byte> output)
    {
        var writer = new JuteWriter(output);
        writer.WriteInt(HeaderBytes + Body.Length);
        writer.WriteInt(Xid);
        writer.WriteInt((int)OpCode);
        output.Write(Body.Span);
        return sizeof(int) + HeaderBytes + Body.Length;
    }
}
