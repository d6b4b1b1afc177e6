using System.Text;
using AtlasHa.LeaderElection.Nodes;

namespace AtlasHa.LeaderElection.Tests.Pure;

public sealed class NodeDataTests
{
    private static readonly InstanceInfo Info = new(
        "id1", new Uri("http://host1:21000"), "127.0.0.1:11111@5", "1.2.3",
        new Dictionary<string, string> { ["neverActive"] = "true" }, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), 7, "127.0.0.1:4711");

    [Fact]
    public void Registration_survives_the_way_to_bytes_and_back()
    {
        var read = NodeData.DecodeInstance(NodeData.Encode(Info), "id1").ShouldNotBeNull();
        read.Tags.ShouldBe(Info.Tags);
        (read with { Tags = Info.Tags }).ShouldBe(Info);
    }

    /// <summary>During a rolling upgrade older and newer versions read each other's.</summary>
    [Theory]
    [InlineData("")]
    [InlineData(""","laterMember":{"a":1}""")]
    public void Registration_of_another_version_is_read(string more)
    {
        var text = $$"""{"id":"id1","url":"http://h:1","siloAddress":null,"version":"1","tags":{},"startedAt":"2026-01-02T03:04:05+00:00","epoch":null{{more}}}""";
        NodeData.DecodeInstance(Encoding.UTF8.GetBytes(text), "id1").ShouldNotBeNull().PeerEndpoint.ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"id":"id1"}""")]
    [InlineData("""{"id":"id2","url":"http://h:1","siloAddress":null,"version":"1","tags":{},"startedAt":"2026-01-02T03:04:05+00:00","epoch":null}""")]
    [InlineData("""{"id":"id1","url":"/relative","siloAddress":null,"version":"1","tags":{},"startedAt":"2026-01-02T03:04:05+00:00","epoch":null}""")]
    public void Registration_is_null_when_the_bytes_are_none_of_that_instance(string text)
        => NodeData.DecodeInstance(Encoding.UTF8.GetBytes(text), "id1").ShouldBeNull();

    [Theory]
    [InlineData("http://host:21000", "http://host:21000")]
    [InlineData("http://host:21000/", "http://host:21000")]
    [InlineData("https://host/atlas/", "https://host/atlas")]
    public void Address_has_no_slash_at_its_end(string url, string text) => NodeData.AddressText(new Uri(url)).ShouldBe(text);

    [Theory]
    [InlineData("12", 12L)]
    [InlineData("", null)]
    [InlineData("-1", null)]
    [InlineData("1.5", null)]
    [InlineData("99999999999999999999", null)]
    public void Epoch_is_a_decimal_number_or_unreadable(string text, long? epoch) => NodeData.DecodeEpoch(Encoding.UTF8.GetBytes(text)).ShouldBe(epoch);
}
