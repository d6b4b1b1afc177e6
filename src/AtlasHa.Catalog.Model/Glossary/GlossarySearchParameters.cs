using AtlasHa.Catalog.Model.Discovery;
using Orleans;

namespace AtlasHa.Catalog.Model.Glossary;

/// <summary>A search for terms and categories; what is given must hold all together. Texts are parts of what they are compared with, in any case.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record GlossarySearchParameters
{
    /// <summary>Most terms and categories; 0 or less: all.</summary>
    public int Limit { get; init; } = 25;

    public int Offset { get; init; }

    /// <summary><c>name</c>, <c>qualifiedName</c>, <c>glossaryName</c>, <c>status</c> or <c>glossaryType</c>; anything else counts as <c>name</c>.</summary>
    public string? SortBy { get; init; }

    public SortOrder? SortOrder { get; init; }

    public GlossaryFilter? Glossary { get; init; }

    public GlossaryRecordType? GlossaryType { get; init; }

    public string? Status { get; init; }

    public string? ClassificationContains { get; init; }

    /// <summary>A part of a name, a description, the status, a classification, an additional attribute, or a category.</summary>
    public string? SearchQuery { get; init; }

    /// <summary>Changes nothing: deleted terms and categories are gone.</summary>
    public bool ExcludeDeleted { get; init; } = true;
}
