using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AtlasHa.LeaderElection.Nodes;

/// <summary>What the election's znodes contain, to bytes and back.</summary>
internal static class NodeData
{
    public static byte[] Encode(InstanceInfo info) => JsonSerializer.SerializeToUtf8Bytes(info, NodeJson.Default.InstanceInfo);

    /// <summary>Null when the bytes are no registration of <paramref name="id"/>.</summary>
    public static InstanceInfo? DecodeInstance(byte[] data, string id)
    {
        try
        {
            return JsonSerializer.Deserialize(data, NodeJson.Default.InstanceInfo) is { Url.IsAbsoluteUri: true } info && info.Id == id ? info : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Apache Atlas's plain text: <c>http://host:port</c>.</summary>
    public static string AddressText(Uri url) => url.AbsoluteUri.TrimEnd('/');

    public static byte[] Encode(string text) => Encoding.UTF8.GetBytes(text);

    public static string DecodeText(byte[] data) => Encoding.UTF8.GetString(data);

    public static byte[] Encode(long epoch) => Encode(epoch.ToString(CultureInfo.InvariantCulture));

    /// <summary>Null when the bytes are no epoch.</summary>
    public static long? DecodeEpoch(byte[] data)
        => long.TryParse(DecodeText(data), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) ? epoch : null;
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(InstanceInfo))]
internal sealed partial class NodeJson : JsonSerializerContext;
