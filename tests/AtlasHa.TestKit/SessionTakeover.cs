using System.Buffers.Binary;
using System.Net.Sockets;

namespace AtlasHa.TestKit;

/// <summary>
/// Ends another client's session: a ZooKeeper server derives a session's password from its id (java.util.Random seeded with
/// id xor a constant), so anyone can re-attach to a session and close it.
/// </summary>
public static class SessionTakeover
{
    private const long PasswordSeed = 0xB3415C00;
    private const long RandomMultiplier = 0x5DEECE66D;
    private const long RandomMask = (1L << 48) - 1;
    private const int CloseSession = -11;

    /// <summary>Returns when the server has said that it does not know the session any more.</summary>
    internal static async Task EndAsync(int port, long sessionId, CancellationToken cancellationToken)
    {
        bool? given = null;
        while (given != false)
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, cancellationToken);
            // Neither given nor cut off is over: the owner reconnects meanwhile and may take the session back before it is closed.
            given = await AttachAndCloseAsync(client.GetStream(), sessionId, cancellationToken);
        }
    }

    /// <summary>
    /// Re-attaches to the session over an open connection, with nothing but its id, and closes it. False when the server did not
    /// give the session: it is over, or this connection is not trusted.
    /// </summary>
    public static async Task<bool> TryEndAsync(Stream connection, long sessionId, CancellationToken cancellationToken)
        => await AttachAndCloseAsync(connection, sessionId, cancellationToken) == true;

    /// <summary>True when the server gave the session, false when it refused to, null when the connection ended without an answer.</summary>
    private static async Task<bool?> AttachAndCloseAsync(Stream connection, long sessionId, CancellationToken cancellationToken)
    {
        bool? given = null;
        try
        {
            await connection.WriteAsync(ConnectAndClose(sessionId), cancellationToken);
            var reply = new byte[12];
            await connection.ReadExactlyAsync(reply, cancellationToken);
            given = BinaryPrimitives.ReadInt32BigEndian(reply.AsSpan(8)) > 0;
            if (given == true)
                await connection.CopyToAsync(Stream.Null, cancellationToken);
        }
        catch (IOException)
        {
            // The server closed the connection: after the session, or because the owner took the session back.
        }

        return given;
    }

    private static byte[] ConnectAndClose(long sessionId)
    {
        var bytes = new byte[4 + 45 + 4 + 8];
        BinaryPrimitives.WriteInt32BigEndian(bytes, 45);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), 30_000);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(20), sessionId);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(28), 16);
        Password(sessionId).CopyTo(bytes, 32);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(49), 8);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(53), 1);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(57), CloseSession);
        return bytes;
    }

    private static byte[] Password(long sessionId)
    {
        var state = ((sessionId ^ PasswordSeed) ^ RandomMultiplier) & RandomMask;
        var password = new byte[16];
        for (var i = 0; i < password.Length; i += sizeof(int))
        {
            state = ((state * RandomMultiplier) + 0xB) & RandomMask;
            BinaryPrimitives.WriteInt32LittleEndian(password.AsSpan(i), (int)(state >> 16));
        }
        return password;
    }
}
