using Orleans;

namespace AtlasHa.Catalog.Model.Instances;

/// <summary>An answer in Atlas's JSON.</summary>
/// <param name="Utf8">Its bytes, which nobody may change.</param>
[GenerateSerializer, Immutable]
public sealed record JsonAnswer([property: Id(0)] ReadOnlyMemory<byte> Utf8);
