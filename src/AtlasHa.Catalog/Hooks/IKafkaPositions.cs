using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Notifications;

namespace AtlasHa.Catalog.Hooks;

/// <summary>
/// What operators see and change of the reading from Kafka. The brokers are asked first, which may take seconds; what is returned then answers from the
/// catalogue of the term, so that no term waits for brokers before it can end.
/// </summary>
public interface IKafkaPositions
{
    /// <summary>The partitions of the topics that are read, and all others that have a position.</summary>
    /// <exception cref="AtlasException">ATLASHA-400-002: there is no Kafka here.</exception>
    Task<Func<MetadataCatalog, CancellationToken, Task<NotificationPositions>>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Has a partition read on from elsewhere. The exceptions may also come from what is returned.</summary>
    /// <exception cref="AtlasException">
    /// ATLASHA-400-002: there is no Kafka here. ATLAS-400-00-101: the topic is not read. ATLASHA-404-002: no such partition. ATLASHA-400-003: the brokers do not
    /// hold that offset. ATLASHA-503-006: they cannot be asked.
    /// </exception>
    Task<Func<MetadataCatalog, CancellationToken, Task<NotificationPositionChange>>> SetAsync(
        string topic, int partition, PositionTarget target, CallContext call, CancellationToken cancellationToken);
}
