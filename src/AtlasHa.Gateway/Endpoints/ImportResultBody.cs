using AtlasHa.Catalog.Model.Import;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>Atlas's AtlasImportResult, and what was skipped.</summary>
internal sealed record ImportResultBody(
    object Request,
    string UserName,
    string? ClientIpAddress,
    string HostName,
    long TimeStamp,
    Dictionary<string, long> Metrics,
    IReadOnlyList<string> ProcessedEntities,
    string OperationStatus,
    IReadOnlyList<ImportSkip> SkippedEntities)
{
    public static ImportResultBody Of(HttpContext http, object request, string user, DateTimeOffset now, ImportReport report) => new(
        request, user, http.Connection.RemoteIpAddress?.ToString(), Environment.MachineName, now.ToUnixTimeMilliseconds(), report.Metrics,
        report.ProcessedEntities, report.OperationStatus, report.Skipped);
}
