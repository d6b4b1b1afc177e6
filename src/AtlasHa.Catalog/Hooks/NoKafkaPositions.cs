using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Notifications;

namespace AtlasHa.Catalog.Hooks;

/// <summary>Where there is no Kafka.</summary>
public sealed class NoKafkaPositions : IKafkaPositions
{
    public Task<NotificationPositions> ListAsync(MetadataCatalog catalog, CancellationToken cancellationToken) =>
        Task.FromException<NotificationPositions>(new AtlasException(AtlasHaErrorCode.NoKafka));

    public Task<NotificationPositionChange> SetAsync(
        MetadataCatalog catalog, string topic, int partition, PositionTarget target, CallContext call, CancellationToken cancellationToken) =>
        Task.FromException<NotificationPositionChange>(new AtlasException(AtlasHaErrorCode.NoKafka));
}
