using Orleans;

namespace AtlasHa.Catalog.Model.Import;

/// <summary>What became of an <see cref="ImportBatch"/>.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record ImportReport
{
    /// <summary>Guids of the entities that were created or updated, or were there already as they should be.</summary>
    public IReadOnlyList<string> ProcessedEntities { get; init; } = [];

    public IReadOnlyList<ImportSkip> Skipped { get; init; } = [];

    /// <summary>How many there were of what, such as <c>entity:hive_table:created</c>.</summary>
    public Dictionary<string, long> Metrics { get; init; } = [];

    /// <summary>SUCCESS, PARTIAL_SUCCESS or FAIL.</summary>
    public string OperationStatus => this switch
    {
        { Skipped.Count: 0, Metrics.Count: > 0 } or { Skipped.Count: 0, ProcessedEntities.Count: > 0 } => "SUCCESS",
        { ProcessedEntities.Count: > 0 } => "PARTIAL_SUCCESS",
        _ => "FAIL",
    };
}
