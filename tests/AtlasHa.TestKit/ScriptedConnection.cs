using System.Buffers.Binary;

namespace AtlasHa.TestKit;

/// <summary>A script's end of one connection. All calls end with an exception when the client hangs up.</summary>
public sealed class ScriptedConnection(Stream stream, int number, CancellationToken stop)
{
    /// <summary>1 for the server's first connection.</summary>
    public int Number { get; } = number;

    /// <summary>The next frame's body.</summary>
    public async Task<byte[]> ReadFrameAsync()
    {
        var length = new byte[sizeof(int)];
        await stream.ReadExactlyAsync(length, stop);
        var body = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await stream.ReadExactlyAsync(body, stop);
        return body;
    }

    /// <summary>Bytes as they are, without a length in front.</summary>
    public Task SendRawAsync(byte[] bytes) => stream.WriteAsync(bytes, stop).AsTask();

    public Task SendFrameAsync(byte[] body)
    {
        var frame = new byte[sizeof(int) + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, body.Length);
        body.CopyTo(frame, sizeof(int));
        return SendRawAsync(frame);
    }

    /// <summary>Reads the connect request and grants a session.</summary>
    public async Task GrantSessionAsync(TimeSpan timeout, long sessionId = 0x1234, bool readOnly = false)
    {
        await ReadFrameAsync();
        var body = new byte[37];
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(4), (int)timeout.TotalMilliseconds);
        BinaryPrimitives.WriteInt64BigEndian(body.AsSpan(8), sessionId);
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(16), 16);
        body[36] = readOnly ? (byte)1 : (byte)0;
        await SendFrameAsync(body);
    }

    /// <summary>Reads a request, and answers it with this body behind a reply header.</summary>
    public async Task AnswerAsync(byte[] body, int error = 0, int xidOffset = 0)
    {
        var request = await ReadFrameAsync();
        var reply = new byte[16 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(reply, BinaryPrimitives.ReadInt32BigEndian(request) + xidOffset);
        BinaryPrimitives.WriteInt64BigEndian(reply.AsSpan(4), 1);
        BinaryPrimitives.WriteInt32BigEndian(reply.AsSpan(12), error);
        body.CopyTo(reply, 16);
        await SendFrameAsync(reply);
    }

    /// <summary>Reads on and answers nothing until the client hangs up.</summary>
    public async Task IgnoreUntilClosedAsync()
    {
        var buffer = new byte[4096];
        while (await stream.ReadAsync(buffer, stop) > 0)
        {
        }
    }
}
