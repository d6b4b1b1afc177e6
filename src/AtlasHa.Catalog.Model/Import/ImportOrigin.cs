using Orleans;

namespace AtlasHa.Catalog.Model.Import;

/// <summary>How a background import was asked for.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record ImportOrigin
{
    /// <summary>Atlas's AtlasImportRequest, as it was sent.</summary>
    public Dictionary<string, object?> Request { get; init; } = [];

    /// <summary>A hash of what was uploaded: with it a repeat under the same request id is told from another import.</summary>
    public required string ContentHash { get; init; }

    public string? ClientIpAddress { get; init; }

    public string? HostName { get; init; }
}
