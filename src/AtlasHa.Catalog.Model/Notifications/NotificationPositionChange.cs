using System.Text.Json.Serialization;
using Orleans;

namespace AtlasHa.Catalog.Model.Notifications;

/// <summary>A position that an operator has set.</summary>
[GenerateSerializer, Immutable]
public sealed record NotificationPositionChange : IWriteAnswer<NotificationPositionChange>
{
    [Id(0)] public required string Topic { get; init; }

    [Id(1)] public required int Partition { get; init; }

    /// <summary>The offset of the message that is processed next.</summary>
    [Id(2)] public required long Position { get; init; }

    /// <summary>What it would have been; null when nothing was processed yet.</summary>
    [Id(3)] public long? Previous { get; init; }

    /// <inheritdoc/>
    [Id(4), JsonIgnore] public bool IsReplayed { get; init; }

    /// <inheritdoc/>
    public NotificationPositionChange AsReplayed() => this with { IsReplayed = true };
}
