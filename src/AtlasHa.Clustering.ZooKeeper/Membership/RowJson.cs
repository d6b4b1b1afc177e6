using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AtlasHa.Clustering.ZooKeeper.Membership;

/// <summary>
/// A row as it is stored: the upstream provider's properties in the upstream provider's order, then three that it does not
/// know (and ignores when it reads), which are written only when they are set.
/// </summary>
internal sealed record RowJson(
    SiloAddressJson SiloAddress,
    string? HostName,
    string? SiloName,
    string? InstanceName,
    [property: JsonRequired, JsonConverter(typeof(JsonStringEnumConverter<SiloStatus>))] SiloStatus Status,
    int ProxyPort,
    [property: JsonRequired] DateTime StartTime,
    IReadOnlyList<VoteJson>? SuspectTimes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] string? RoleName = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int UpdateZone = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int FaultZone = 0);

/// <summary>A silo's address, <c>ip:port@generation</c>, in an object of its own.</summary>
internal sealed record SiloAddressJson(string SiloAddress);

/// <summary>A vote for a silo's death: a tuple of voter and time.</summary>
internal sealed record VoteJson(SiloAddressJson Item1, DateTime Item2);

[JsonSerializable(typeof(RowJson))]
[JsonSerializable(typeof(DateTime))]
internal sealed partial class RowJsonContext : JsonSerializerContext
{
    /// <summary>Escapes only what JSON demands, as Newtonsoft.Json does, so that both providers write the same bytes.</summary>
    public static RowJsonContext Plain { get; } = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
