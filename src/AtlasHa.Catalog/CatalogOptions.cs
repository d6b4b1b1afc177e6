using AtlasHa.Catalog.Administration;
using AtlasHa.Catalog.Discovery;
using AtlasHa.Catalog.Lineage;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog;

/// <summary>Settings of the metadata catalogue.</summary>
public sealed class CatalogOptions
{
    /// <summary>
    /// A folder of model files (sub-folders with *.json files of type definitions) that is loaded whenever this instance becomes active;
    /// null or empty for none.
    /// </summary>
    public string? ModelsFolder { get; set; }

    /// <summary>How much memory the finished answers to reads of single entities may take, in bytes; 0 keeps none. Default 64 MiB.</summary>
    public long AnswerCacheBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>What deletions leave behind.</summary>
    public DeletionOptions Deletion { get; set; } = new();

    /// <summary>How much of the admin audit is kept.</summary>
    public AdminAuditOptions AdminAudit { get; set; } = new();

    /// <summary>Which searches are served.</summary>
    public DiscoveryOptions Discovery { get; set; } = new();

    /// <summary>How large lineage answers become.</summary>
    public LineageOptions Lineage { get; set; } = new();

    /// <summary>Messages.</summary>
    public NotificationOptions Notifications { get; set; } = new() { Topics = [NotificationOptions.DefaultTopic] };

    /// <summary>Sizes and deadlines of the writer.</summary>
    public WriteQueueOptions Writes { get; set; } = new();
}
