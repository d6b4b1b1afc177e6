using Orleans;

namespace AtlasHa.Catalog.Model.Discovery;

/// <summary>A search for the entities at the other end of one entity's relationships.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record RelatedSearchParameters
{
    public string? Guid { get; init; }

    /// <summary>A relationship attribute of the entity, or the label of a relationship type.</summary>
    public string? Relation { get; init; }

    /// <summary>Attributes that the headers show besides their own.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    public string? SortBy { get; init; }

    public SortOrder? SortOrder { get; init; }

    public bool DisableDefaultSorting { get; init; }

    public bool ExcludeDeletedEntities { get; init; }

    public bool IncludeClassificationAttributes { get; init; }

    public bool GetApproximateCount { get; init; }

    /// <summary>Taken as it is: 0 finds nothing.</summary>
    public int Limit { get; init; }

    public int Offset { get; init; }
}
