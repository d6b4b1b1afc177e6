namespace AtlasHa.Catalog.Model.Cluster;

/// <summary>What this process knows of the messages that it processes.</summary>
public interface INotificationStatus
{
    /// <summary>Null while this instance is not active.</summary>
    NotificationHeartbeat? Read();
}
