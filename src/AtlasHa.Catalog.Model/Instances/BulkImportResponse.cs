using System.Text.Json.Serialization;
using Orleans;

namespace AtlasHa.Catalog.Model.Instances;

/// <summary>What became of each part of an imported file.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record BulkImportResponse : IWriteAnswer<BulkImportResponse>
{
    public List<ImportInfo> FailedImportInfoList { get; init; } = [];

    public List<ImportInfo> SuccessImportInfoList { get; init; } = [];

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsReplayed { get; init; }

    /// <inheritdoc/>
    public BulkImportResponse AsReplayed() => this with { IsReplayed = true };
}
