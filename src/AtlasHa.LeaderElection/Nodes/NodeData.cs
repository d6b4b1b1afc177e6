using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AtlasHa.LeaderElection.History;
using AtlasHa.LeaderElection.Leases;

namespace AtlasHa.LeaderElection.Nodes;

/// <summary>What the election's znodes contain, to bytes and back.</summary>
internal static class NodeData
{
    public static byte[] Encode(InstanceInfo info) => JsonSerializer.SerializeToUtf8Bytes(info, NodeJson.Default.InstanceInfo);

    /// <summary>Null when the bytes are no registration of <paramref name="id"/>.</summary>
    public static InstanceInfo? DecodeInstance(byte[] data, string id)
        => Decode(data, NodeJson.Default.InstanceInfo) is { Url.IsAbsoluteUri: true } info && info.Id == id ? info : null;

    public static byte[] Encode(SwitchoverRequest request) => JsonSerializer.SerializeToUtf8Bytes(request, NodeJson.Default.SwitchoverRequest);

    /// <summary>Null when the bytes are no request.</summary>
    public static SwitchoverRequest? DecodeSwitchover(byte[] data)
        => Decode(data, NodeJson.Default.SwitchoverRequest) is { Id: not null, From: not null, To: not null, RequestedBy: not null } request ? request : null;

    public static byte[] Encode(PauseInfo pause) => JsonSerializer.SerializeToUtf8Bytes(pause, NodeJson.Default.PauseInfo);

    /// <summary>Null when the bytes do not say who paused.</summary>
    public static PauseInfo? DecodePause(byte[] data) => Decode(data, NodeJson.Default.PauseInfo) is { By: not null } pause ? pause : null;

    public static byte[] Encode(LeaveNote note) => JsonSerializer.SerializeToUtf8Bytes(note, NodeJson.Default.LeaveNote);

    /// <summary>Null when the bytes are no note.</summary>
    public static LeaveNote? DecodeLeave(byte[] data) => Decode(data, NodeJson.Default.LeaveNote) is { Instance: not null, Reason: not null } note ? note : null;

    public static byte[] Encode(LeaseNote note) => JsonSerializer.SerializeToUtf8Bytes(note, NodeJson.Default.LeaseNote);

    /// <summary>Null when the bytes are no lease.</summary>
    public static LeaseNote? DecodeLease(byte[] data) => Decode(data, NodeJson.Default.LeaseNote) is { Instance: not null } note ? note : null;

    public static byte[] Encode(IReadOnlyList<TermChange> history) => JsonSerializer.SerializeToUtf8Bytes(history, NodeJson.Default.IReadOnlyListTermChange);

    /// <summary>Null when the bytes are no history.</summary>
    public static IReadOnlyList<TermChange>? DecodeHistory(byte[] data)
        => Decode(data, NodeJson.Default.IReadOnlyListTermChange) is { } history && history.All(change => change is { To: not null, Reason: not null }) ? history : null;

    /// <summary>Apache Atlas's plain text: <c>http://host:port</c>.</summary>
    public static string AddressText(Uri url) => url.AbsoluteUri.TrimEnd('/');

    public static byte[] Encode(string text) => Encoding.UTF8.GetBytes(text);

    public static string DecodeText(byte[] data) => Encoding.UTF8.GetString(data);

    public static byte[] Encode(long epoch) => Encode(epoch.ToString(CultureInfo.InvariantCulture));

    /// <summary>Null when the bytes are no epoch.</summary>
    public static long? DecodeEpoch(byte[] data)
        => long.TryParse(DecodeText(data), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) ? epoch : null;

    private static T? Decode<T>(byte[] data, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(data, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(InstanceInfo))]
[JsonSerializable(typeof(SwitchoverRequest))]
[JsonSerializable(typeof(PauseInfo))]
[JsonSerializable(typeof(LeaveNote))]
[JsonSerializable(typeof(LeaseNote))]
[JsonSerializable(typeof(IReadOnlyList<TermChange>))]
internal sealed partial class NodeJson : JsonSerializerContext;
