using Orleans;

namespace AtlasHa.Catalog.Model.Discovery;

/// <summary>How far the last index recovery of this term has come. Times are milliseconds since the Unix epoch.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record IndexRecoveryStatus
{
    public const string Running = "RUNNING";
    public const string Done = "DONE";
    public const string Failed = "FAILED";

    /// <summary>One of the three above.</summary>
    public required string State { get; init; }

    /// <summary>Entities that changed at or after this time are written anew.</summary>
    public required long Since { get; init; }

    public required long BeginTime { get; init; }

    /// <summary>Null while it runs.</summary>
    public long? EndTime { get; init; }

    /// <summary>Entities that were looked at.</summary>
    public long Seen { get; init; }

    /// <summary>Entities whose place was written.</summary>
    public long Written { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Reason { get; init; }
}
