using Orleans;

namespace AtlasHa.Catalog.Model;

/// <summary>Who calls, and under which request id it is logged.</summary>
[GenerateSerializer, Immutable]
public sealed record CallContext([property: Id(0)] string User, [property: Id(1)] string? RequestId);
