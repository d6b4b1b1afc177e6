using AtlasHa.Catalog.Model.Export;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Gateway.Export;
using AtlasHa.Gateway.Security;
using AtlasHa.Users;

namespace AtlasHa.Gateway.Endpoints;

/// <summary><c>admin/export</c>: a ZIP of entities, what they are connected with, and their types; <c>admin/import</c> takes it.</summary>
internal static class ExportEndpoint
{
    // What Atlas calls a cluster that nobody has named.
    private const string ClusterName = "default";

    public static void MapExport(this IEndpointRouteBuilder routes)
        => routes.MapPost("/api/atlas/admin/export", ExportAsync).Requires(UserRole.Admin);

    private static async Task ExportAsync(HttpContext http, IActiveInstance active, ExportTurns turns, TimeProvider time)
    {
        var request = await AtlasHttp.ReadAsync<AtlasExportRequest>(http.Request, http.RequestAborted);
        using var turn = turns.Take();
        var begun = time.GetUtcNow();
        var run = new ExportRun(active, request);
        await run.StartAsync(http.RequestAborted);
        if (request.Flag("omitZipResponseForEmptyExport") && !await run.ReadAsync(http.RequestAborted))
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        http.Response.ContentType = "application/zip";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"atlas-export.zip\"";
        using var archive = new ExportArchive(http.Response.Body);
        try
        {
            await run.WriteAsync(archive, http.RequestAborted);
            await archive.AddAsync(ExportArchive.Info, Result(http, request, begun, time, run), http.RequestAborted);

            // Before the end: whoever holds a whole export is in the audit.
            await active.RecordExportAsync(run.Record(begun), AtlasHttp.Caller(http), http.RequestAborted);
            await archive.FinishAsync(http.RequestAborted);
        }
        catch
        {
            // An answer that just ended would look like a whole one to whoever does not open it.
            http.Abort();
            throw;
        }
    }

    private static ExportResultBody Result(HttpContext http, AtlasExportRequest request, DateTimeOffset begun, TimeProvider time, ExportRun run)
    {
        run.Metrics["duration"] = (long)(time.GetUtcNow() - begun).TotalMilliseconds;
        return new ExportResultBody(
            request, AtlasHttp.Caller(http).User, http.Connection.RemoteIpAddress?.ToString(), Environment.MachineName, begun.ToUnixTimeMilliseconds(), run.Metrics,
            run.Status, ClusterName, begun.ToUnixTimeMilliseconds(), run.ChangeMarker);
    }
}
