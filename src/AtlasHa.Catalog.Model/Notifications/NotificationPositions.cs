using Orleans;

namespace AtlasHa.Catalog.Model.Notifications;

/// <summary>The partitions of Kafka that messages are read from.</summary>
/// <param name="Positions">By topic and partition.</param>
/// <param name="Problem">Why the brokers could not be asked, so that only what is stored is shown; null when they could.</param>
[GenerateSerializer, Immutable]
public sealed record NotificationPositions(
    [property: Id(0)] IReadOnlyList<NotificationPosition> Positions, [property: Id(1)] string? Problem);
