using System.Text.Json.Serialization;
using Orleans;

namespace AtlasHa.Catalog.Model.Instances;

/// <summary>What was done to make classifications equal to those of the request, one line for each that was added, updated, deleted or refused.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record SetClassificationsResult : IWriteAnswer<SetClassificationsResult>
{
    public List<string> Lines { get; init; } = [];

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsReplayed { get; init; }

    /// <inheritdoc/>
    public SetClassificationsResult AsReplayed() => this with { IsReplayed = true };
}
