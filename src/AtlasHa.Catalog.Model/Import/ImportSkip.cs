using Orleans;

namespace AtlasHa.Catalog.Model.Import;

/// <summary>An entity that was not imported, and why.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record ImportSkip
{
    public string? Guid { get; init; }

    public string? TypeName { get; init; }

    public required string Reason { get; init; }
}
