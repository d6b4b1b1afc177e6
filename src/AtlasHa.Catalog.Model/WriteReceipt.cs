using System.Text.Json.Serialization;
using Orleans;

namespace AtlasHa.Catalog.Model;

/// <summary>The answer to a write that has nothing else to say.</summary>
[GenerateSerializer, Immutable]
public sealed record WriteReceipt : IWriteAnswer<WriteReceipt>
{
    /// <inheritdoc/>
    [Id(0), JsonIgnore] public bool IsReplayed { get; init; }

    /// <inheritdoc/>
    public WriteReceipt AsReplayed() => this with { IsReplayed = true };
}
