using System.IO.Compression;
using System.Text;

namespace AtlasHa.Notifications.Tests;

/// <summary>Compresses and cuts messages as Atlas's hooks do.</summary>
internal static class Sender
{
    public static byte[] Compressed(byte[] envelope) => Encoding.UTF8.GetBytes(
        $$"""{"version":{"version":"1.0.0"},"msgId":"m_1","msgCompressionKind":"GZIP","msgSplitIdx":1,"msgSplitCount":1,"message":"{{Convert.ToBase64String(Zip(envelope))}}"}""");

    /// <summary>The pieces of a message in order; they are numbered from 0.</summary>
    public static byte[][] Split(byte[] envelope, int count, bool compress, string id = "m_1")
    {
        var text = Convert.ToBase64String(compress ? Zip(envelope) : envelope);
        var size = (text.Length + count - 1) / count;
        return
        [
            .. Enumerable.Range(0, count).Select(i => Piece(
                id, i, count, compress ? "GZIP" : "NONE", text.Substring(Math.Min(i * size, text.Length), Math.Min(size, Math.Max(0, text.Length - (i * size)))))),
        ];
    }

    public static byte[] Piece(string id, int index, int count, string kind, string text) => Encoding.UTF8.GetBytes(
        $$"""{"version":{"version":"1.0.0"},"msgId":"{{id}}","msgCompressionKind":"{{kind}}","msgSplitIdx":{{index}},"msgSplitCount":{{count}},"message":"{{text}}"}""");

    public static byte[] Zip(byte[] plain)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Optimal))
            zip.Write(plain);
        return bytes.ToArray();
    }
}
