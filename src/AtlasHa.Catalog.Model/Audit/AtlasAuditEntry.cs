using Orleans;

namespace AtlasHa.Catalog.Model.Audit;

/// <summary>One entry of the admin audit: an operation on the whole catalogue, or an event in the life of an instance. Times are milliseconds since the Unix epoch.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasAuditEntry
{
    public required string Guid { get; init; }

    public required string UserName { get; init; }

    /// <summary>The wire name of an <see cref="AuditOperation"/>.</summary>
    public required string Operation { get; init; }

    /// <summary>What was asked for: guids of a purge, categories of types, JSON of an export or import.</summary>
    public string? Params { get; init; }

    public required long StartTime { get; init; }

    public required long EndTime { get; init; }

    /// <summary>The address that the request came from; of an instance its id.</summary>
    public string? ClientId { get; init; }

    /// <summary>What came of it: guids of purged entities separated by commas, or JSON.</summary>
    public string? Result { get; init; }

    /// <summary>How many entities or types it concerned.</summary>
    public long ResultCount { get; init; }

    /// <summary>The purge's, as in its answer.</summary>
    public string? RunId { get; init; }
}
