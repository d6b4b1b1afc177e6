using System.Text;
using System.Text.Json;
using AtlasHa.Clustering.ZooKeeper.Membership;
using AtlasHa.Clustering.ZooKeeper.Tests.Harness;
using Newtonsoft.Json.Linq;

namespace AtlasHa.Clustering.ZooKeeper.Tests.Membership;

/// <summary>
/// The golden texts are what Newtonsoft.Json with upstream's converters writes, worked out by reading
/// dotnet/orleans src/Orleans.Clustering.ZooKeeper/MembershipSerializerSettings.cs: property order as in its WriteJson, silo
/// addresses as objects with one property, enums by name, the silo's name twice, tuples as Item1 and Item2, no indentation.
/// </summary>
public sealed class RowCodecTests
{
    private const string Golden =
        """{"SiloAddress":{"SiloAddress":"10.0.0.1:11111@1001"},"HostName":"höst <1>","SiloName":"silo1","InstanceName":"silo1","Status":"ShuttingDown","ProxyPort":30000,"StartTime":"2026-08-01T09:30:05Z","SuspectTimes":[{"Item1":{"SiloAddress":"10.0.0.2:11111@1002"},"Item2":"2026-08-01T09:30:05.12345Z"}]}""";

    private static MembershipEntry GoldenRow()
    {
        var row = Rows.Silo(1, SiloStatus.ShuttingDown);
        row.HostName = "höst <1>";
        row.SuspectTimes = [Tuple.Create(Rows.Address(2), Rows.Start.AddTicks(1234500))];
        return row;
    }

    [Fact]
    public void Row_is_written_byte_for_byte_as_upstream_does()
        => Encoding.UTF8.GetString(RowCodec.Encode(GoldenRow())).ShouldBe(Golden);

    [Fact]
    public void Row_without_votes_is_written_as_upstream_does()
    {
        var row = Rows.Silo(1);
        row.SuspectTimes = null;

        Encoding.UTF8.GetString(RowCodec.Encode(row)).ShouldEndWith(""","SuspectTimes":null}""");
    }

    [Fact]
    public void Row_of_upstream_is_read()
    {
        var expected = GoldenRow();
        expected.IAmAliveTime = expected.StartTime;

        Rows.Text(RowCodec.DecodeRow(Rows.Address(1), Encoding.UTF8.GetBytes(Golden))).ShouldBe(Rows.Text(expected));
    }

    [Fact]
    public void Row_of_an_old_upstream_is_read_when_it_has_only_an_instance_name()
        => RowCodec.DecodeRow(Rows.Address(1), Encoding.UTF8.GetBytes(Golden.Replace("\"SiloName\":\"silo1\",", "", StringComparison.Ordinal)))
            .SiloName.ShouldBe("silo1");

    [Fact]
    public void Fields_that_upstream_does_not_know_come_after_all_that_it_knows()
    {
        var row = GoldenRow();
        row.RoleName = "role";
        row.UpdateZone = 1;
        row.FaultZone = 2;

        Encoding.UTF8.GetString(RowCodec.Encode(row)).ShouldBe(Golden[..^1] + ""","RoleName":"role","UpdateZone":1,"FaultZone":2}""");
    }

    /// <summary>Reads our bytes with the library and the calls that upstream's ReadJson uses.</summary>
    [Fact]
    public void Row_is_read_by_the_calls_that_upstream_makes()
    {
        var row = GoldenRow();
        row.RoleName = "role";

        var read = JObject.Parse(Encoding.UTF8.GetString(RowCodec.Encode(row)));

        SiloAddress.FromParsableString(read["SiloAddress"]!["SiloAddress"]!.ToObject<string>()!).ShouldBe(row.SiloAddress);
        read["HostName"]!.ToObject<string>().ShouldBe(row.HostName);
        (read["SiloName"] ?? read["InstanceName"])!.ToObject<string>().ShouldBe(row.SiloName);
        Enum.Parse<SiloStatus>(read["Status"]!.ToObject<string>()!).ShouldBe(row.Status);
        read["ProxyPort"]!.Value<int>().ShouldBe(row.ProxyPort);
        read["StartTime"]!.Value<DateTime>().ToString("O").ShouldBe(row.StartTime.ToString("O"));
        var vote = read["SuspectTimes"]!.ToObject<List<Tuple<JObject, DateTime>>>()!.ShouldHaveSingleItem();
        SiloAddress.FromParsableString(vote.Item1["SiloAddress"]!.ToObject<string>()!).ShouldBe(Rows.Address(2));
        vote.Item2.ShouldBe(row.SuspectTimes![0].Item2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1234567)]
    [InlineData(1200000)]
    public void Heartbeat_is_the_same_bytes_as_Newtonsoft_writes_and_reads_back(long ticks)
    {
        var time = Rows.Start.AddTicks(ticks);

        var written = RowCodec.Encode(time);

        Encoding.UTF8.GetString(written).ShouldBe(Newtonsoft.Json.JsonConvert.SerializeObject(time));
        RowCodec.DecodeTime(written).ToString("O").ShouldBe(time.ToString("O"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Status":"Flying","StartTime":"2026-08-01T09:30:05Z"}""")]
    [InlineData("""{"Status":"Active","StartTime":"2026-08-01T09:30:05Z","SuspectTimes":[{"Item1":{"SiloAddress":"nobody"},"Item2":"2026-08-01T09:30:05Z"}]}""")]
    public void Anything_else_is_refused(string data)
        => Should.Throw<JsonException>(() => RowCodec.DecodeRow(Rows.Address(1), Encoding.UTF8.GetBytes(data)));
}
