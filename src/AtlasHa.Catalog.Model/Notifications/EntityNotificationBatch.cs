using Orleans;

namespace AtlasHa.Catalog.Model.Notifications;

/// <summary>Messages about entities, in order, and which are there to be read.</summary>
/// <param name="First">Number of the oldest message that is kept; 0 when there never was any.</param>
/// <param name="Last">Number of the newest message; 0 when there never was any.</param>
/// <param name="Items">The messages that were asked for.</param>
[GenerateSerializer, Immutable]
public sealed record EntityNotificationBatch(
    [property: Id(0)] long First, [property: Id(1)] long Last, [property: Id(2)] IReadOnlyList<NumberedNotification> Items);

/// <summary>A message about an entity: its number, by which repeats are recognised, and an <see cref="EntityNotification"/> as UTF-8 JSON.</summary>
[GenerateSerializer, Immutable]
public sealed record NumberedNotification([property: Id(0)] long Id, [property: Id(1)] byte[] Json);
