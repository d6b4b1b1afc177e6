using Orleans;

namespace AtlasHa.Catalog.Model.Discovery;

/// <summary>A basic search; what is given must hold all together.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record SearchParameters
{
    /// <summary>Free text: words, "phrases", beginnings (word*), AND, OR, NOT, parentheses, attribute:word.</summary>
    public string? Query { get; init; }

    /// <summary>Entity types, separated by commas; <c>_ALL_ENTITY_TYPES</c> for all.</summary>
    public string? TypeName { get; init; }

    /// <summary>Classification types, separated by commas, with <c>*</c> as wildcard; <c>_CLASSIFIED</c>, <c>_NOT_CLASSIFIED</c>.</summary>
    public string? Classification { get; init; }

    /// <summary>Relationship types, separated by commas, in a search for relationships.</summary>
    public string? RelationshipName { get; init; }

    /// <summary>The qualified name of a glossary term that the entities are assigned to.</summary>
    public string? TermName { get; init; }

    public string? SortBy { get; init; }

    public SortOrder? SortOrder { get; init; }

    public bool ExcludeDeletedEntities { get; init; }

    public bool IncludeClassificationAttributes { get; init; }

    public bool IncludeSubTypes { get; init; } = true;

    public bool IncludeSubClassifications { get; init; } = true;

    public bool ExcludeHeaderAttributes { get; init; }

    public int Limit { get; init; }

    public int Offset { get; init; }

    /// <summary><c>*</c> to begin, afterwards what the answer before gave as next one.</summary>
    public string? Marker { get; init; }

    public FilterCriteria? EntityFilters { get; init; }

    public FilterCriteria? TagFilters { get; init; }

    public FilterCriteria? RelationshipFilters { get; init; }

    /// <summary>Attributes that the headers show besides their own.</summary>
    public List<string>? Attributes { get; init; }
}
