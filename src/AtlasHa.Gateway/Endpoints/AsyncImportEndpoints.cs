using System.Security.Cryptography;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Catalog.Model.Import;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Gateway.Security;
using AtlasHa.Users;

namespace AtlasHa.Gateway.Endpoints;

/// <summary><c>admin/async/import</c>: takes in the ZIP of an <c>admin/export</c> in the background. Everything of it is in the store when the request is answered.</summary>
internal static class AsyncImportEndpoints
{
    private const int DefaultLimit = 50;

    public static void MapAsyncImport(this IEndpointRouteBuilder routes)
    {
        var imports = routes.MapGroup("/api/atlas/admin/async/import").Requires(UserRole.Admin);
        imports.MapPost("", ImportAsync);
        imports.MapGet("/status", async (HttpContext http, IActiveInstance active) =>
        {
            var offset = AtlasHttp.Number(http.Request, "offset", 0);
            var page = await active.GetImportsAsync(offset, AtlasHttp.Number(http.Request, "limit", DefaultLimit), http.RequestAborted);
            await AtlasHttp.WriteAsync(http, new PList<AsyncImportStatus> { List = [.. page.Imports], StartIndex = offset, TotalCount = page.TotalCount });
        });
        imports.MapGet("/status/{importId}", async (string importId, HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetImportAsync(AtlasHttp.Checked("importId", importId), http.RequestAborted)));
        imports.MapDelete("/{importId}", async (string importId, HttpContext http, IActiveInstance active)
            => AtlasHttp.NoContent(http, await active.AbortImportAsync(AtlasHttp.Checked("importId", importId), AtlasHttp.Caller(http), http.RequestAborted)));
    }

    private static async Task ImportAsync(HttpContext http, IActiveInstance active)
    {
        var upload = await ImportUpload.ReadAsync(http.Request, http.RequestAborted);
        var caller = AtlasHttp.Caller(http);
        await using var zip = upload.Data.OpenReadStream();
        var origin = new ImportOrigin
        {
            Request = upload.Request,
            ContentHash = Convert.ToHexString(await SHA256.HashDataAsync(zip, http.RequestAborted)),
            ClientIpAddress = http.Connection.RemoteIpAddress?.ToString(),
            HostName = Environment.MachineName,
        };
        zip.Position = 0;
        await AtlasHttp.WriteAnswerAsync(http, await QueueAsync(zip, origin, active, caller, http.RequestAborted));
    }

    private static async Task<AtlasAsyncImportRequest> QueueAsync(
        Stream zip, ImportOrigin origin, IActiveInstance active, CallContext caller, CancellationToken cancellationToken)
    {
        var importId = await active.BeginImportAsync(caller, cancellationToken);
        var isQueued = false;
        try
        {
            var number = 0;
            await foreach (var part in ImportParts.ReadAsync(zip, cancellationToken))
                await active.StageImportAsync(importId, number++, part, cancellationToken);
            var answer = await active.QueueImportAsync(importId, origin, caller, cancellationToken);
            isQueued = !answer.IsReplayed;
            return answer;
        }
        finally
        {
            // Nobody was told its id. If this fails too, the next term forgets it.
            if (!isQueued) await active.AbandonImportAsync(importId, CancellationToken.None);
        }
    }
}
