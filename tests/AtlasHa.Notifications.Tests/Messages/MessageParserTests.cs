using System.Text;
using AtlasHa.Catalog.Hooks;
using AtlasHa.Notifications.Messages;

namespace AtlasHa.Notifications.Tests.Messages;

public sealed class MessageParserTests
{
    private readonly MessageParser _parser = new(maxBytes: 1_000_000);

    [Theory]
    [InlineData("create_v2", "hive", typeof(HookChange.CreateOrUpdate))]
    [InlineData("full_update_v2", "spark", typeof(HookChange.CreateOrUpdate))]
    [InlineData("partial_update_v2", "hive", typeof(HookChange.PartialUpdate))]
    [InlineData("delete_v2", "hive", typeof(HookChange.Delete))]
    [InlineData("create_v1", "sqoop", typeof(HookChange.CreateOrUpdate))]
    [InlineData("full_update_v1", "sqoop", typeof(HookChange.CreateOrUpdate))]
    [InlineData("partial_update_v1", "hive", typeof(HookChange.PartialUpdate))]
    [InlineData("delete_v1", "UNKNOWN", typeof(HookChange.Delete))]
    public void Every_type_and_version_is_read(string fixture, string user, Type change)
    {
        var whole = _parser.Parse(Fixture.Read(fixture)).ShouldBeOfType<HookMessage.Whole>();

        whole.User.ShouldBe(user);
        whole.Change.ShouldBeOfType(change);
    }

    [Fact]
    public void Version_1_entities_that_hold_each_other_become_a_list_that_refers_by_guid()
    {
        var change = (HookChange.CreateOrUpdate)_parser.Parse(Fixture.Read("create_v1")).ShouldBeOfType<HookMessage.Whole>().Change;

        change.Entities.Entities!.Single()!.Guid.ShouldBe("-11893021824425525");
        var column = change.Entities.ReferredEntities!.Values.Single()!;
        column.TypeName.ShouldBe("shop_column");
        ((IReadOnlyDictionary<string, object?>)column.Attributes!["table"]!)["guid"].ShouldBe("-11893021824425525");
    }

    [Fact]
    public void Classifications_spread_only_if_the_hook_says_so()
    {
        var change = (HookChange.CreateOrUpdate)Whole("""
            {"type":"ENTITY_CREATE_V2","entities":{"entities":[{"guid":"-1","typeName":"t","classifications":[{"typeName":"a"},{"typeName":"b","propagate":true}]}]}}
            """).Change;

        change.Entities.Entities!.Single()!.Classifications!.Select(each => each.Propagate).ShouldBe([false, true]);
    }

    [Fact]
    public void Compressed_message_is_read() =>
        _parser.Parse(Sender.Compressed(Fixture.Read("create_v2"))).ShouldBeOfType<HookMessage.Whole>().User.ShouldBe("hive");

    [Theory]
    [InlineData(2, true)]
    [InlineData(5, false)]
    public void Pieces_are_put_together(int count, bool compress)
    {
        HookMessage.Piece[] pieces = [.. Sender.Split(Fixture.Read("create_v2"), count, compress).Select(piece => _parser.Parse(piece).ShouldBeOfType<HookMessage.Piece>())];

        pieces.Select(piece => piece.Index).ShouldBe(Enumerable.Range(0, count));
        _parser.Parse(_parser.Assemble(pieces)).ShouldBeOfType<HookMessage.Whole>().User.ShouldBe("hive");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"version":{"version":"1.0.0"}}""")]
    [InlineData("""{"version":{"version":"1.0.0"},"message":null}""")]
    [InlineData("""{"type":"TYPE_CREATE","user":"u","typesDef":{}}""")]
    [InlineData("""{"type":"IMPORT_ENTITY","user":"u","importId":"1"}""")]
    [InlineData("""{"type":"ENTITY_CREATE_V2","user":"u","entities":{"entities":[]}}""")]
    public void Messages_that_ask_for_nothing_are_passed_over(string message) => Parse(message).ShouldBeOfType<HookMessage.Nothing>();

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("{", "not JSON")]
    [InlineData("[]", "not an object")]
    [InlineData("7", "not an object")]
    [InlineData("{}", "no type")]
    [InlineData("""{"type":"ENTITY_EXPLODE"}""", "not known")]
    [InlineData("""{"type":"ENTITY_CREATE_V2"}""", "no entities")]
    [InlineData("""{"type":"ENTITY_CREATE_V2","entities":7}""", "cannot be read")]
    [InlineData("""{"type":"ENTITY_DELETE_V2","entities":[{"typeName":"t"}]}""", "neither by guid")]
    [InlineData("""{"type":"ENTITY_DELETE","typeName":"t"}""", "no attribute")]
    [InlineData("""{"type":"ENTITY_CREATE","entities":{}}""", "no list")]
    [InlineData("""{"type":"ENTITY_CREATE","entities":[{"id":{"id":"-1"}}]}""", "no typeName")]
    [InlineData("""{"version":{"version":"1.0.1"},"message":{}}""", "upgrade the server")]
    [InlineData("""{"version":{"version":"one"},"message":{}}""", "no version such as")]
    [InlineData("""{"version":"1.0.0","message":{}}""", "version is no object")]
    [InlineData("""{"version":{"version":"1.0.0"},"msgCompressionKind":"ZIP","message":""}""", "GZIP are known")]
    [InlineData("""{"version":{"version":"1.0.0"},"msgCompressionKind":"GZIP","message":"!!!"}""", "not Base64")]
    [InlineData("""{"version":{"version":"1.0.0"},"msgCompressionKind":"GZIP","message":"AAAA"}""", "no gzip file")]
    [InlineData("""{"version":{"version":"1.0.0"},"msgSplitCount":2,"msgSplitIdx":0,"message":""}""", "no msgId")]
    [InlineData("""{"version":{"version":"1.0.0"},"msgId":"m","msgSplitCount":2,"msgSplitIdx":2,"message":""}""", "not from 0 to 1")]
    [InlineData("""{"version":{"version":"1.0.0"},"msgId":"m","msgSplitCount":2000000000,"msgSplitIdx":0,"message":""}""", "1000 are allowed")]
    [InlineData("""{"version":{"version":"1.0.0"},"msgId":"m","msgSplitCount":99999999999,"msgSplitIdx":0,"message":""}""", "no whole number")]
    public void Garbage_is_refused_with_a_reason(string message, string reason) =>
        Should.Throw<MalformedMessageException>(() => Parse(message)).Message.ShouldContain(reason);

    [Fact]
    public void Older_and_padded_versions_are_accepted()
    {
        foreach (var version in new[] { "0.5", "1", "1.0", "1.0.0.0" })
            Parse($$$"""{"version":{"version":"{{{version}}}"},"message":{"type":"ENTITY_DELETE","typeName":"t","attribute":"a","attributeValue":"v"}}""").ShouldBeOfType<HookMessage.Whole>();
    }

    [Fact]
    public void Compressed_message_that_would_fill_the_memory_is_given_up_at_the_limit()
    {
        var bomb = Sender.Compressed(new byte[50_000_000]);
        _ = Should.Throw<MalformedMessageException>(() => _parser.Parse(bomb));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Should.Throw<MalformedMessageException>(() => _parser.Parse(bomb)).Message.ShouldContain("longer than 1000000 bytes");

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(8_000_000);
    }

    [Fact]
    public void Compressed_messages_within_each_other_are_refused() =>
        Should.Throw<MalformedMessageException>(() => _parser.Parse(Sender.Compressed(Sender.Compressed(Fixture.Read("create_v2")))));

    private HookMessage Parse(string message) => _parser.Parse(Encoding.UTF8.GetBytes(message));

    private HookMessage.Whole Whole(string message) => Parse(message).ShouldBeOfType<HookMessage.Whole>();
}
