using System.Text;
using AtlasHa.Notifications.Messages;
using FsCheck;
using FsCheck.Fluent;

namespace AtlasHa.Notifications.Tests.Messages;

/// <summary>Whatever comes, the parser answers with a message or with a reason, and with nothing else.</summary>
public sealed class MessageFuzzTests
{
    private const int MaxBytes = 100_000;

    private static readonly string[] Fixtures =
        ["create_v2", "full_update_v2", "partial_update_v2", "delete_v2", "create_v1", "full_update_v1", "partial_update_v1", "delete_v1"];

    private static readonly string[] Values =
    [
        "null", "true", "-1", "0", "1e400", "99999999999999999999", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"H4sIAAAAAAAA\"", "[]", "[null]", "{}", "[[[[[[]]]]]]",
        "{\"id\":{\"id\":\"-1\"},\"typeName\":\"t\",\"values\":{}}", "\"GZIP\"", "\"1.0.0\"", "2", "1001",
    ];

    private readonly MessageParser _parser = new(MaxBytes);

    [Fact]
    public void Any_bytes_end_in_a_message_or_a_reason() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll<byte[]>(bytes => IsAnswered(bytes)));

    [Fact]
    public void Damaged_messages_end_in_a_message_or_a_reason()
    {
        var damaged =
            from fixture in Gen.Elements(Fixtures)
            let bytes = Fixture.Read(fixture)
            from cuts in Gen.ListOf(Gen.Zip(Gen.Choose(0, bytes.Length - 1), Gen.Choose(0, 255)))
            from length in Gen.Choose(0, bytes.Length)
            from shorten in Gen.Elements(true, false)
            select Damage(bytes, cuts, shorten ? length : bytes.Length);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(damaged.ToArbitrary(), IsAnswered));
    }

    [Fact]
    public void Messages_with_values_of_the_wrong_kind_end_in_a_message_or_a_reason()
    {
        var replaced =
            from fixture in Gen.Elements(Fixtures)
            let text = Encoding.UTF8.GetString(Fixture.Read(fixture))
            let colons = Enumerable.Range(0, text.Length).Where(i => text[i] == ':').ToArray()
            from colon in Gen.Elements(colons)
            from value in Gen.Elements(Values)
            from compress in Gen.Elements(true, false)
            select Envelope(Encoding.UTF8.GetBytes(Replace(text, colon, value)), compress);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(replaced.ToArbitrary(), IsAnswered));
    }

    [Fact]
    public void Pieces_that_claim_anything_end_in_a_message_or_a_reason()
    {
        var pieces =
            from count in Gen.Choose(-1, 1100)
            from index in Gen.Choose(-1, 1100)
            from kind in Gen.Elements("GZIP", "NONE", "LZ4")
            from text in Gen.Elements("", "AAAA", "H4sIAAAAAAAA", "####", new string('A', 2 * MaxBytes))
            select Sender.Piece("m", index, count, kind, text);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(pieces.ToArbitrary(), IsAnswered));
    }

    private bool IsAnswered(byte[] bytes)
    {
        try
        {
            if (_parser.Parse(bytes) is HookMessage.Piece piece)
                _parser.Assemble([piece]);
        }
        catch (MalformedMessageException reason)
        {
            return reason.Message.Length is > 0 and < 1000;
        }

        return true;
    }

    private static byte[] Damage(byte[] bytes, IEnumerable<(int At, int Value)> changes, int length)
    {
        byte[] damaged = [.. bytes];
        foreach (var (at, value) in changes)
            damaged[at] = (byte)value;
        return damaged[..length];
    }

    private static byte[] Envelope(byte[] message, bool compress) => compress ? Sender.Compressed(message) : message;

    /// <summary>Puts another value in the place of the one after this colon.</summary>
    private static string Replace(string json, int colon, string value)
    {
        var end = colon + 1;
        for (var depth = 0; end < json.Length; end++)
        {
            if (json[end] is '{' or '[') depth++;
            if (json[end] is '}' or ']' && depth-- == 0) break;
            if (json[end] == ',' && depth == 0) break;
        }

        return json[..(colon + 1)] + value + json[end..];
    }
}
