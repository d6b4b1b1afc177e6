using System.Net;
using System.Net.Sockets;

namespace AtlasHa.TestKit;

/// <summary>
/// Loopback ports that were free a moment ago and that no connection can be given meanwhile: they lie below the range from which the kernel
/// takes the local ports of outgoing connections (from 32768 on Linux). Each test process has blocks of its own, claimed by a locked file.
/// </summary>
public static class FreePort
{
    private const int First = 10_000;
    private const int BlockSize = 200;
    private const int Blocks = 113;

    private static readonly Lock Gate = new();
    private static readonly List<FileStream> Claims = [];
    private static int _next;
    private static int _end;

    public static int Next() => NextRow(1);

    /// <summary>The first of so many free ports in a row, at most a block's size.</summary>
    public static int NextRow(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, BlockSize);
        lock (Gate)
        {
            while (true)
            {
                if (_next + count > _end) ClaimBlock();
                var first = _next;
                _next += count;
                if (Enumerable.Range(first, count).All(IsFree)) return first;
            }
        }
    }

    private static void ClaimBlock()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "atlas-ha-ports")).FullName;
        for (var tried = 0; tried < Blocks; tried++)
        {
            var first = First + (Random.Shared.Next(Blocks) * BlockSize);
            try
            {
                // The lock goes with the process, the file may stay.
                Claims.Add(new FileStream(Path.Combine(folder, $"{first}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
                (_next, _end) = (first, first + BlockSize);
                return;
            }
            catch (IOException)
            {
            }
        }

        throw new InvalidOperationException($"no free block of ports: all tried are claimed by test processes (locked files in {folder})");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
