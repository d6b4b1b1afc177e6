using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Notifications;

namespace AtlasHa.Catalog.Hooks;

/// <summary>Where there is no Kafka.</summary>
public sealed class NoKafkaPositions : IKafkaPositions
{
    public Task<Func<MetadataCatalog, CancellationToken, Task<NotificationPositions>>> ListAsync(CancellationToken cancellationToken) => throw new AtlasException(AtlasHaErrorCode.NoKafka);

    public Task<Func<MetadataCatalog, CancellationToken, Task<NotificationPositionChange>>> SetAsync(
        string topic, int partition, PositionTarget target, CallContext call, CancellationToken cancellationToken) => throw new AtlasException(AtlasHaErrorCode.NoKafka);
}
