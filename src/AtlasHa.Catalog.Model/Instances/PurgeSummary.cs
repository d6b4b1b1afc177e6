using Orleans;

namespace AtlasHa.Catalog.Model.Instances;

/// <summary>
/// How a purge went, in numbers of entities. "Requested" ones are those that the request names, "dependencies" those that go with them because
/// they were parts of them.
/// </summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record PurgeSummary
{
    public long RequestedCount { get; init; }

    /// <summary>Requested ones that are gone now.</summary>
    public long PurgedCount { get; init; }

    public long PurgedDependenciesCount { get; init; }

    /// <summary>Requested ones that were refused; the answer lists them with the reason.</summary>
    public long FailedCount { get; init; }

    public long FailedDependenciesCount { get; init; }

    public long SkippedCount { get; init; }

    /// <summary>Requested ones that can be purged.</summary>
    public long ValidGuidCount { get; init; }

    public bool ExecutionFailed { get; init; }

    /// <summary>The valid ones with their dependencies.</summary>
    public long ExpandedEntityCount { get; init; }

    /// <summary>Named more than once.</summary>
    public long SkippedRequestedCount { get; init; }

    /// <summary>Parts that are not deleted, and so stay.</summary>
    public long SkippedDependenciesCount { get; init; }

    public long UnprocessedCount { get; init; }

    /// <summary>Transactions: all of a purge is one.</summary>
    public long BatchCount { get; init; }

    public string? RunId { get; init; }
}
