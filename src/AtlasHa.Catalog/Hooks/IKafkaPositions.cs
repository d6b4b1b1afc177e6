using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Notifications;

namespace AtlasHa.Catalog.Hooks;

/// <summary>What operators see and change of the reading from Kafka, whose brokers are asked for it.</summary>
public interface IKafkaPositions
{
    /// <summary>The partitions of the topics that are read, and all others that have a position.</summary>
    /// <exception cref="AtlasException">ATLASHA-400-002: there is no Kafka here.</exception>
    Task<NotificationPositions> ListAsync(MetadataCatalog catalog, CancellationToken cancellationToken);

    /// <summary>Has a partition read on from elsewhere.</summary>
    /// <exception cref="AtlasException">
    /// ATLASHA-400-002: there is no Kafka here. ATLAS-400-00-101: the topic is not read. ATLASHA-404-002: no such partition. ATLASHA-400-003: the brokers do not
    /// hold that offset. ATLASHA-503-006: they cannot be asked.
    /// </exception>
    Task<NotificationPositionChange> SetAsync(
        MetadataCatalog catalog, string topic, int partition, PositionTarget target, CallContext call, CancellationToken cancellationToken);
}
