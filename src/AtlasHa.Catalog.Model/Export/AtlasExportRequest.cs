using AtlasHa.Catalog.Model.Instances;
using Orleans;

namespace AtlasHa.Catalog.Model.Export;

/// <summary>Which entities are to be exported, and how much of what they are connected with.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasExportRequest
{
    /// <summary>Each is one entity by guid, or those that match: type and unique attributes, or with matchType <c>forType</c> types only.</summary>
    public List<AtlasObjectId?>? ItemsToExport { get; init; }

    /// <summary><c>fetchType</c>, <c>changeMarker</c>, <c>matchType</c>, <c>skipLineage</c>, <c>omitZipResponseForEmptyExport</c>; others are ignored.</summary>
    public Dictionary<string, object?>? Options { get; init; }

    /// <summary>An option as text, null when it is absent.</summary>
    public string? Option(string name) => Options?.GetValueOrDefault(name)?.ToString();

    /// <summary>An option that is true, as JSON or as text.</summary>
    public bool Flag(string name) => bool.TryParse(Option(name), out var value) && value;
}
