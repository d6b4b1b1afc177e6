using Orleans;

namespace AtlasHa.Catalog.Model.Glossary;

/// <summary>A category that a term is in.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasTermCategorizationHeader
{
    public string? CategoryGuid { get; init; }

    public string? RelationGuid { get; init; }

    public string? Description { get; init; }

    public string? DisplayText { get; init; }

    /// <summary>DRAFT, ACTIVE, DEPRECATED, OBSOLETE or OTHER.</summary>
    public string? Status { get; init; }
}
