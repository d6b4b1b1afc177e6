using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace AtlasHa.Notifications.Messages;

/// <summary>Puts messages about entities into Atlas's envelope, and those that are too long for Kafka into pieces, as Atlas does.</summary>
internal static class OutgoingMessage
{
    /// <summary>Atlas's limit of a message and what it leaves for the envelope of a piece, in bytes.</summary>
    public const int MaxBytes = 1_000_000 - 512;

    private const string Version = """{"version":"1.0.0","versionParts":[1]}""";

    /// <summary>What is to be sent, in order; more than one if it is long.</summary>
    /// <param name="id">The message's number, by which a repeat is recognised: <c>msgId</c>.</param>
    /// <param name="time">Milliseconds since the Unix epoch.</param>
    /// <param name="message">UTF-8 JSON.</param>
    public static IReadOnlyList<byte[]> Of(long id, long time, ReadOnlySpan<byte> message)
    {
        var envelope = Envelope(id, time, message);
        if (envelope.Length <= MaxBytes) return [envelope];
        var text = Convert.ToBase64String(Zip(envelope));
        if (text.Length <= MaxBytes) return [Piece(id, 1, 1, text)];
        var pieces = text.Chunk(MaxBytes).Select(chunk => new string(chunk)).ToList();
        return [.. pieces.Select((piece, index) => Piece(id, index, pieces.Count, piece))];
    }

    private static byte[] Envelope(long id, long time, ReadOnlySpan<byte> message)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteStartObject("source");
            json.WriteEndObject();
            json.WritePropertyName("version");
            json.WriteRawValue(Version);
            json.WriteString("msgId", Text(id));
            json.WriteString("msgCompressionKind", "NONE");
            json.WriteNumber("msgSplitIdx", 1);
            json.WriteNumber("msgSplitCount", 1);
            json.WriteString("msgSourceIP", "");
            json.WriteString("msgCreatedBy", "");
            json.WriteNumber("msgCreationTime", time);
            json.WriteBoolean("spooled", false);
            json.WritePropertyName("message");
            json.WriteRawValue(message, skipInputValidation: true);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static byte[] Piece(long id, int index, int count, string text) => Encoding.UTF8.GetBytes(
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"version":{{Version}},"msgId":"{{id}}","msgCompressionKind":"GZIP","msgSplitIdx":{{index}},"msgSplitCount":{{count}},"message":"{{text}}"}"""));

    private static byte[] Zip(byte[] plain)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest)) zip.Write(plain);
        return bytes.ToArray();
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
