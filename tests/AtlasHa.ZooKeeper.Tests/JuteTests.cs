using System.Buffers;
using AtlasHa.ZooKeeper.Connection;
using AtlasHa.ZooKeeper.Protocol;
using AtlasHa.ZooKeeper.Watches;
using static AtlasHa.ZooKeeper.Tests.Clients;

namespace AtlasHa.ZooKeeper.Tests;

public sealed class JuteTests
{
    [Fact]
    public void Values_come_back_as_they_were_written()
    {
        var bytes = Bodies.Build(writer =>
        {
            writer.WriteInt(int.MinValue);
            writer.WriteLong(long.MaxValue);
            writer.WriteBool(true);
            writer.WriteBuffer([1, 2, 3]);
            writer.WriteString("grüße/日本");
            writer.WriteStrings(["", "b"]);
        });
        var reader = new JuteReader(bytes.Span);
        reader.ReadInt().ShouldBe(int.MinValue);
        reader.ReadLong().ShouldBe(long.MaxValue);
        reader.ReadBool().ShouldBeTrue();
        reader.ReadBuffer().ShouldBe([1, 2, 3]);
        reader.ReadString().ShouldBe("grüße/日本");
        reader.ReadVectorCount(sizeof(int)).ShouldBe(2);
        reader.ReadString().ShouldBe("");
        reader.ReadString().ShouldBe("b");
        reader.Remaining.ShouldBe(0);
    }

    [Fact]
    public void Length_minus_one_is_null_and_an_empty_vector()
    {
        byte[] minusOne = [0xff, 0xff, 0xff, 0xff];
        new JuteReader(minusOne).ReadBuffer().ShouldBeNull();
        new JuteReader(minusOne).ReadString().ShouldBeNull();
        new JuteReader(minusOne).ReadVectorCount(4).ShouldBe(0);
        Should.Throw<ProtocolViolationException>(() => new JuteReader(minusOne).ReadRequiredString());
    }

    [Fact]
    public void Connect_request_has_the_bytes_of_the_protocol()
    {
        var request = new ConnectRequest(0x0102, TimeSpan.FromMilliseconds(4000), new SessionKey(0x0a0b, new byte[] { 7, 8 }));
        Hex(Bodies.Build(request.Write)).ShouldBe(
            "00000000" + "0000000000000102" + "00000FA0" + "0000000000000A0B" + "00000002" + "0708" + "00");
    }

    [Fact]
    public void Create_has_the_bytes_of_the_protocol()
        => Hex(Bodies.Build(writer => Bodies.WriteCreate(writer, "/a", [9], Acl.OpenUnsafe, CreateMode.EphemeralSequential, null))).ShouldBe(
            "00000002" + "2F61" + "00000001" + "09" + "00000001" + "0000001F" + "00000005" + "776F726C64" + "00000006" + "616E796F6E65" + "00000003");

    [Fact]
    public void Create_with_a_lifetime_ends_with_its_milliseconds()
        => Hex(Bodies.Build(writer => Bodies.WriteCreate(writer, "/a", [], [], CreateMode.PersistentWithTtl, TimeSpan.FromSeconds(1))))
            .ShouldEndWith("00000005" + "00000000000003E8");

    [Fact]
    public void Missing_version_is_minus_one_and_zero_stays_zero()
    {
        Hex(Bodies.Build(writer => Bodies.WritePathAndVersion(writer, "/a", null))).ShouldBe("00000002" + "2F61" + "FFFFFFFF");
        Hex(Bodies.Build(writer => Bodies.WritePathAndVersion(writer, "/a", 0))).ShouldBe("00000002" + "2F61" + "00000000");
    }

    [Fact]
    public void Multi_has_a_header_before_each_operation_and_an_end()
        => Hex(Bodies.Build(writer => MultiCodec.Write(writer, [new Operation.Delete("/a", 1), new Operation.Check("/b")], ["/r/a", "/r/b"], [])))
            .ShouldBe(
                "00000002" + "00" + "FFFFFFFF" + "00000004" + "2F722F61" + "00000001"
                + "0000000D" + "00" + "FFFFFFFF" + "00000004" + "2F722F62" + "FFFFFFFF"
                + "FFFFFFFF" + "01" + "FFFFFFFF");

    [Fact]
    public void Frame_is_length_xid_type_and_body()
    {
        var output = new ArrayBufferWriter<byte>();
        new OutgoingFrame(5, OpCode.GetData, new byte[] { 0xab }).Write(output).ShouldBe(13);
        Hex(output.WrittenMemory).ShouldBe("00000009" + "00000005" + "00000004" + "AB");
    }

    [Fact]
    public void Frames_are_cut_wherever_the_stream_is_split()
    {
        byte[] stream = [0, 0, 0, 2, 1, 2, 0, 0, 0, 0, 0, 0, 0, 1, 3];
        for (var arrived = 0; arrived <= stream.Length; arrived++)
        {
            var buffer = new ReadOnlySequence<byte>(stream, 0, arrived);
            var frames = new List<string>();
            while (FrameReader.TryRead(ref buffer, maxBytes: 2, out var body))
                frames.Add(Hex(body.ToArray()));
            var expected = new[] { (End: 6, Body: "0102"), (End: 10, Body: ""), (End: 15, Body: "03") };
            frames.ShouldBe(expected.Where(frame => frame.End <= arrived).Select(frame => frame.Body));
        }
    }

    [Fact]
    public void Response_of_an_old_server_without_the_last_byte_is_read()
    {
        var bytes = Bodies.Build(writer =>
        {
            writer.WriteInt(0);
            writer.WriteInt(4000);
            writer.WriteLong(77);
            writer.WriteBuffer([1]);
        });
        var reader = new JuteReader(bytes.Span);
        var response = ConnectResponse.Read(ref reader);
        response.Timeout.ShouldBe(TimeSpan.FromSeconds(4));
        response.Session.Id.ShouldBe(77);
        response.ReadOnly.ShouldBeFalse();
    }

    [Fact]
    public void Watches_are_split_into_requests_that_a_server_takes()
    {
        var watches = Enumerable.Range(0, 5000).Select(i => (WatchKind.Data, $"/{i:D5}{new string('x', 100)}")).ToArray();
        var batches = SetWatches.Batches(9, watches).ToArray();
        batches.Length.ShouldBeGreaterThan(1);
        batches.ShouldAllBe(batch => batch.Body.Length <= (128 * 1024) + 64);
        SetWatches.Batches(9, []).ShouldBeEmpty();
        Hex(SetWatches.Batches(9, [(WatchKind.Exists, "/e"), (WatchKind.Children, "/c")]).Single().Body).ShouldBe(
            "0000000000000009" + "00000000" + "00000001" + "00000002" + "2F65" + "00000001" + "00000002" + "2F63");
    }

    [Fact]
    public void Watches_are_set_with_the_old_request_unless_one_of_them_stays()
    {
        SetWatches.Batches(9, [(WatchKind.Data, "/a"), (WatchKind.Children, "/b")]).Single().OpCode.ShouldBe(OpCode.SetWatches);
        var batch = SetWatches.Batches(9, [(WatchKind.PersistentRecursive, "/r"), (WatchKind.Persistent, "/p")]).Single();
        batch.OpCode.ShouldBe(OpCode.SetWatches2);
        Hex(batch.Body).ShouldBe(
            "0000000000000009" + "00000000" + "00000000" + "00000000" + "00000001" + "00000002" + "2F70" + "00000001" + "00000002" + "2F72");
    }

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexString(bytes.Span);
}
