using Orleans;

namespace AtlasHa.Catalog.Model.Instances;

/// <summary>A glossary term that an entity is assigned to.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasTermAssignmentHeader
{
    public string? TermGuid { get; init; }

    public string? RelationGuid { get; init; }

    public string? Description { get; init; }

    public string? DisplayText { get; init; }

    public string? Expression { get; init; }

    public string? CreatedBy { get; init; }

    public string? Steward { get; init; }

    public string? Source { get; init; }

    public int? Confidence { get; init; }

    public string? QualifiedName { get; init; }
}
