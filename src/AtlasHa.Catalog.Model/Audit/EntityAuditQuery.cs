using Orleans;

namespace AtlasHa.Catalog.Model.Audit;

/// <summary>Which events of an entity to list. Sorted when <see cref="SortBy"/> or an <see cref="Offset"/> is given, otherwise newest first.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record EntityAuditQuery
{
    /// <summary>The key of the first event to list; ignored when sorted.</summary>
    public string? StartKey { get; init; }

    /// <summary>Only events of this kind.</summary>
    public EntityAuditAction? Action { get; init; }

    /// <summary>How many events at most.</summary>
    public int Count { get; init; } = 100;

    /// <summary>How many events to pass over; below 0 for none, not sorted.</summary>
    public int Offset { get; init; } = -1;

    /// <summary>user, action or timestamp; anything else is timestamp.</summary>
    public string? SortBy { get; init; }

    /// <summary>desc for the largest first, anything else is ascending.</summary>
    public string? SortOrder { get; init; }
}
