using System.Text.Json.Serialization;
using AtlasHa.Gateway.Endpoints;

namespace AtlasHa.Gateway;

/// <summary>Serialisation of the gateway's own answers; the catalogue's bodies have their own in the model.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StatusBody))]
[JsonSerializable(typeof(InstancesBody))]
[JsonSerializable(typeof(VersionBody))]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(SwitchoverWish))]
[JsonSerializable(typeof(PauseWish))]
[JsonSerializable(typeof(SwitchoverBody))]
[JsonSerializable(typeof(PausedBody))]
[JsonSerializable(typeof(HistoryBody))]
internal sealed partial class GatewayJson : JsonSerializerContext;
