using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Model.Notifications;

/// <summary>What is told of one change of an entity: Atlas's EntityNotificationV2.</summary>
public sealed record EntityNotification
{
    public const string Create = "ENTITY_CREATE";
    public const string Update = "ENTITY_UPDATE";
    public const string Delete = "ENTITY_DELETE";
    public const string ClassificationAdd = "CLASSIFICATION_ADD";
    public const string ClassificationUpdate = "CLASSIFICATION_UPDATE";
    public const string ClassificationDelete = "CLASSIFICATION_DELETE";

    public string Type { get; init; } = "ENTITY_NOTIFICATION_V2";

    /// <summary>The entity after the change.</summary>
    public AtlasEntityHeader? Entity { get; init; }

    /// <summary>One of the constants above.</summary>
    public string? OperationType { get; init; }

    /// <summary>When the change was made, milliseconds since the Unix epoch.</summary>
    public long EventTime { get; init; }
}
