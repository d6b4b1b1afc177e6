using System.Text.Json.Serialization;
using Orleans;

namespace AtlasHa.Catalog.Model;

/// <summary>The answer to a write of several objects; only the items go over HTTP.</summary>
[GenerateSerializer, Immutable]
public sealed record WrittenList<T>([property: Id(0)] List<T> Items) : IWriteAnswer<WrittenList<T>>
{
    /// <inheritdoc/>
    [Id(1), JsonIgnore] public bool IsReplayed { get; init; }

    /// <inheritdoc/>
    public WrittenList<T> AsReplayed() => this with { IsReplayed = true };
}
