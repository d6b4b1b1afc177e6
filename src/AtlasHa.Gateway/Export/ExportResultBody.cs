using AtlasHa.Catalog.Model.Export;

namespace AtlasHa.Gateway.Export;

/// <summary>Atlas's AtlasExportResult, without what is in files of its own.</summary>
internal sealed record ExportResultBody(
    AtlasExportRequest Request,
    string UserName,
    string? ClientIpAddress,
    string HostName,
    long TimeStamp,
    IReadOnlyDictionary<string, long> Metrics,
    string OperationStatus,
    string SourceClusterName,
    long LastModifiedTimestamp,
    long? ChangeMarker);
