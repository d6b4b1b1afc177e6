using Orleans;

namespace AtlasHa.Catalog.Model.Discovery;

/// <summary>A quick search: free text and filters in one type.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record QuickSearchParameters
{
    public string? Query { get; init; }

    public string? TypeName { get; init; }

    public FilterCriteria? EntityFilters { get; init; }

    public bool IncludeSubTypes { get; init; }

    public bool ExcludeDeletedEntities { get; init; }

    public int Offset { get; init; }

    public int Limit { get; init; }

    public string? SortBy { get; init; }

    public SortOrder? SortOrder { get; init; }

    public List<string>? Attributes { get; init; }
}
