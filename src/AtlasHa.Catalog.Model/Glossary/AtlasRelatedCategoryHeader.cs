using Orleans;

namespace AtlasHa.Catalog.Model.Glossary;

/// <summary>A category as its glossary, its parent or its child refers to it.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasRelatedCategoryHeader
{
    public string? CategoryGuid { get; init; }

    public string? ParentCategoryGuid { get; init; }

    public string? RelationGuid { get; init; }

    public string? DisplayText { get; init; }

    public string? Description { get; init; }
}
