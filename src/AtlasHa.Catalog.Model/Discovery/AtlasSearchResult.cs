using AtlasHa.Catalog.Model.Instances;
using Orleans;

namespace AtlasHa.Catalog.Model.Discovery;

/// <summary>The answer to a search. Members that have nothing to show are absent.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasSearchResult
{
    public SearchQueryType QueryType { get; init; }

    /// <summary>The parameters as they were understood.</summary>
    public SearchParameters? SearchParameters { get; init; }

    public string? QueryText { get; init; }

    public string? Type { get; init; }

    public string? Classification { get; init; }

    public List<AtlasEntityHeader>? Entities { get; init; }

    public List<AtlasRelationshipHeader>? Relations { get; init; }

    public AttributeSearchResult? Attributes { get; init; }

    public List<AtlasFullTextResult>? FullTextResult { get; init; }

    /// <summary>Headers of entities that shown attributes refer to.</summary>
    public Dictionary<string, AtlasEntityHeader>? ReferredEntities { get; init; }

    /// <summary>How many there are in all: exact when small, else a lower bound; -1 when it is not known.</summary>
    public long ApproximateCount { get; init; } = -1;

    /// <summary>Where the next page begins; <c>-1</c> when this one was the last.</summary>
    public string? NextMarker { get; init; }
}

/// <summary>What kind of search gave the answer; on the wire in upper case.</summary>
public enum SearchQueryType
{
    Dsl,
    FullText,
    Gremlin,
    Basic,
    Attribute,
    Relationship,
}

/// <summary>Rows of chosen columns.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AttributeSearchResult
{
    public List<string> Name { get; init; } = [];

    public List<List<object?>> Values { get; init; } = [];
}

/// <summary>An entity whose text matched.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasFullTextResult
{
    public AtlasEntityHeader? Entity { get; init; }

    /// <summary>Share of the entity's words that match.</summary>
    public double Score { get; init; }
}
