using Orleans;

namespace AtlasHa.Catalog.Model.Glossary;

/// <summary>A term as another object refers to it, with the attributes of the relation.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasRelatedTermHeader
{
    public string? TermGuid { get; init; }

    public string? RelationGuid { get; init; }

    public string? DisplayText { get; init; }

    public string? Description { get; init; }

    public string? Expression { get; init; }

    public string? Steward { get; init; }

    public string? Source { get; init; }

    /// <summary>DRAFT, ACTIVE, DEPRECATED, OBSOLETE or OTHER.</summary>
    public string? Status { get; init; }

    public string? QualifiedName { get; init; }
}
