using System.Text.Json;

namespace AtlasHa.Notifications.Messages;

/// <summary>
/// Reads messages as hooks send them: with Atlas's envelope, of any version that Atlas accepts, compressed, in pieces, or the bare message of
/// old hooks. Memory is bounded by <paramref name="maxBytes"/>, whatever a message claims of itself.
/// </summary>
/// <param name="maxBytes">Longest message, in bytes, after it was put together and decompressed.</param>
internal sealed class MessageParser(int maxBytes)
{
    /// <summary>A sender cuts only what is longer than a megabyte, so that more pieces than this are a mistake or an attack.</summary>
    public const int MaxPieces = 1000;

    /// <summary>A compressed message holds an envelope that is not; a chain of them is an attack.</summary>
    private const int MaxNesting = 2;

    private const string NewestVersion = "1.0.0";

    public int MaxBytes => maxBytes;

    /// <exception cref="MalformedMessageException">It is no message.</exception>
    public HookMessage Parse(ReadOnlyMemory<byte> body) => Parse(body, depth: 1);

    /// <summary>The envelope of a message that came in pieces, as UTF-8.</summary>
    /// <param name="pieces">All of them, in order of their index.</param>
    /// <exception cref="MalformedMessageException">They do not fit together.</exception>
    public byte[] Assemble(IReadOnlyList<HookMessage.Piece> pieces)
    {
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].Index != i || pieces[i].Count != pieces.Count || pieces[i].Compressed != pieces[0].Compressed)
                throw new MalformedMessageException(
                    $"piece {pieces[i].Index} of {pieces[i].Count} of the split message {pieces[i].Id} does not fit the others, which are {pieces.Count}");
        }

        return Payload.Decode(string.Concat(pieces.Select(piece => piece.Text)), pieces[0].Compressed, maxBytes);
    }

    private HookMessage Parse(ReadOnlyMemory<byte> body, int depth)
    {
        if (body.Length > maxBytes)
            throw new MalformedMessageException($"it has {body.Length} bytes, {maxBytes} are allowed (AtlasHa:Notifications:MaxMessageBytes)");
        using var json = Read(body);
        var root = json.RootElement;
        if (root.ValueKind == JsonValueKind.Null)
            return new HookMessage.Nothing("it is null");
        if (root.ValueKind != JsonValueKind.Object)
            throw new MalformedMessageException($"it is a JSON {root.ValueKind}, not an object");
        // Old hooks sent the message alone.
        if (!root.TryGetProperty("version", out var version) || version.ValueKind == JsonValueKind.Null)
            return PayloadParser.Parse(root);

        RequireKnown(version);
        var compressed = IsCompressed(root);
        var count = Integer(root, "msgSplitCount") ?? 1;
        if (count > 1)
            return PieceOf(root, count, compressed);
        if (!root.TryGetProperty("message", out var message) || message.ValueKind == JsonValueKind.Null)
            return new HookMessage.Nothing("it has an envelope and no message");
        if (!compressed)
            return PayloadParser.Parse(message);
        if (depth >= MaxNesting)
            throw new MalformedMessageException("it is a compressed message within a compressed message");
        return Parse(Payload.Decode(Text(message, "message"), compressed: true, maxBytes), depth + 1);
    }

    private static JsonDocument Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException failure)
        {
            throw new MalformedMessageException($"it is not JSON: {failure.Message}", failure);
        }
    }

    private static HookMessage.Piece PieceOf(JsonElement envelope, int count, bool compressed)
    {
        if (count > MaxPieces)
            throw new MalformedMessageException($"it claims to be one of {count} pieces; {MaxPieces} are allowed");
        if (!envelope.TryGetProperty("msgId", out var id) || id.ValueKind != JsonValueKind.String || id.GetString() is not { Length: > 0 and <= 256 } name)
            throw new MalformedMessageException("it is a piece of a split message and has no msgId, or one of more than 256 characters");
        if (Integer(envelope, "msgSplitIdx") is not { } index || index < 0 || index >= count)
            throw new MalformedMessageException($"it is a piece of the split message {name}, which has {count}, and its msgSplitIdx is not from 0 to {count - 1}");
        return envelope.TryGetProperty("message", out var message)
            ? new HookMessage.Piece(name, index, count, compressed, Text(message, "message"))
            : throw new MalformedMessageException($"it is a piece of the split message {name} and has no message");
    }

    private static bool IsCompressed(JsonElement envelope)
    {
        if (!envelope.TryGetProperty("msgCompressionKind", out var kind) || kind.ValueKind == JsonValueKind.Null)
            return false;
        return Text(kind, "msgCompressionKind") switch
        {
            "NONE" => false,
            "GZIP" => true,
            var other => throw new MalformedMessageException($"its msgCompressionKind is {other}; NONE and GZIP are known"),
        };
    }

    private static void RequireKnown(JsonElement version)
    {
        if (version.ValueKind != JsonValueKind.Object || !version.TryGetProperty("version", out var number))
            throw new MalformedMessageException("its version is no object with a version in it");
        var text = Text(number, "version");
        if (MessageVersion.Compare(text, NewestVersion) > 0)
            throw new MalformedMessageException($"its version is {text}; versions up to {NewestVersion} are known. A newer sender than this server: upgrade the server");
    }

    private static int? Integer(JsonElement envelope, string name)
    {
        if (!envelope.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : throw new MalformedMessageException($"its {name} is no whole number");
    }

    private static string Text(JsonElement value, string name) => value.ValueKind == JsonValueKind.String
        ? TextOf(value, name)
        : throw new MalformedMessageException($"its {name} is no text");

    private static string TextOf(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException failure)
        {
            // Half a surrogate pair, or bytes that are no UTF-8.
            throw new MalformedMessageException($"its {name} is no valid text", failure);
        }
    }
}
