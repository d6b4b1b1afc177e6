using Orleans;

namespace AtlasHa.Catalog.Model.Import;

/// <summary>Some of the background imports, newest first, and how many there are.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AsyncImportPage
{
    public IReadOnlyList<AsyncImportStatus> Imports { get; init; } = [];

    public int TotalCount { get; init; }
}
