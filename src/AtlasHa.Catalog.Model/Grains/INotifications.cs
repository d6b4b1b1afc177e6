using AtlasHa.Catalog.Model.Notifications;
using Orleans;

namespace AtlasHa.Catalog.Model.Grains;

/// <summary>Messages of hooks. Refusals are <see cref="Errors.AtlasException"/> with Atlas's codes.</summary>
public interface INotifications : IGrainWithStringKey
{
    /// <summary>Puts messages into a topic's queue. They are durable on return, and are processed later, in order.</summary>
    Task<WriteReceipt> PostNotificationsAsync(string topic, IReadOnlyList<byte[]> messages, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>Messages about changed entities with higher numbers than this, in order.</summary>
    Task<EntityNotificationBatch> GetEntityNotificationsAsync(long after, int count, CancellationToken cancellationToken = default);

    /// <summary>Messages that were given up, with higher ids than this, oldest first.</summary>
    Task<IReadOnlyList<FailedNotification>> GetFailedNotificationsAsync(long after, int count, CancellationToken cancellationToken = default);

    /// <summary>Has given-up messages processed again; returns how many of them there were.</summary>
    Task<int> ReplayFailedNotificationsAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken = default);

    /// <summary>Forgets given-up messages; returns how many of them there were.</summary>
    Task<int> DropFailedNotificationsAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken = default);

    /// <summary>How far Kafka's partitions have been processed.</summary>
    Task<NotificationPositions> GetNotificationPositionsAsync(CancellationToken cancellationToken = default);

    /// <summary>Has one partition of Kafka read on from elsewhere: what lies between is processed again, or never.</summary>
    Task<NotificationPositionChange> SetNotificationPositionAsync(
        string topic, int partition, PositionTarget target, CallContext call, CancellationToken cancellationToken = default);
}
