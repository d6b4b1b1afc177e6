using System.Text.Json.Serialization;
using Orleans;

namespace AtlasHa.Catalog.Model.Import;

/// <summary>An import that goes on in the background. Times are milliseconds since the Unix epoch.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasAsyncImportRequest : IWriteAnswer<AtlasAsyncImportRequest>
{
    public required string Guid { get; init; }

    public required string ImportId { get; init; }

    public AsyncImportState Status { get; init; }

    public AsyncImportDetails ImportDetails { get; init; } = new();

    public long ReceivedTime { get; init; }

    public long? StagedTime { get; init; }

    public long? ProcessingStartTime { get; init; }

    public long? CompletedTime { get; init; }

    public AtlasImportResult? ImportResult { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsReplayed { get; init; }

    /// <inheritdoc/>
    public AtlasAsyncImportRequest AsReplayed() => this with { IsReplayed = true };
}
