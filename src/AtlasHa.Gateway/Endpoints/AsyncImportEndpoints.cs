using System.Security.Cryptography;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
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

    /// <summary>So many uploads may come in at a time: each is on the disk as a whole before it can be read.</summary>
    private const int MaxUploads = 2;

    private static readonly SemaphoreSlim Uploads = new(MaxUploads);

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
        if (!await Uploads.WaitAsync(TimeSpan.Zero, http.RequestAborted)) throw new AtlasException(AtlasErrorCode.FailedToObtainImportExportLock, "other uploads are coming in; try again when one is done");
        try
        {
            await AtlasHttp.WriteAnswerAsync(http, await TakeInAsync(http, active));
        }
        finally
        {
            Uploads.Release();
        }
    }

    private static async Task<AtlasAsyncImportRequest> TakeInAsync(HttpContext http, IActiveInstance active)
    {
        var upload = await ImportUpload.ReadAsync(http.Request, http.RequestAborted);
        await using var zip = upload.Data.OpenReadStream();
        var origin = new ImportOrigin
        {
            Request = upload.Request,
            ContentHash = Convert.ToHexString(await SHA256.HashDataAsync(zip, http.RequestAborted)),
            ClientIpAddress = http.Connection.RemoteIpAddress?.ToString(),
            HostName = Environment.MachineName,
        };
        zip.Position = 0;
        return await QueueAsync(zip, origin, active, AtlasHttp.Caller(http), http.RequestAborted);
    }

    private static async Task<AtlasAsyncImportRequest> QueueAsync(
        Stream zip, ImportOrigin origin, IActiveInstance active, CallContext caller, CancellationToken cancellationToken)
    {
        var importId = Guid.NewGuid().ToString();
        var isLeft = true;
        try
        {
            if (await active.BeginImportAsync(importId, origin, caller, cancellationToken) is { } earlier)
            {
                isLeft = false;
                return earlier;
            }

            var number = 0;
            await foreach (var part in ImportParts.ReadAsync(zip, cancellationToken))
                await active.StageImportAsync(importId, number++, part, cancellationToken);
            var answer = await active.QueueImportAsync(importId, origin, caller, cancellationToken);
            isLeft = answer.IsReplayed;
            return answer;
        }
        catch (AtlasException gone) when (gone.Code.Code == AtlasErrorCode.ImportNotFound.Code)
        {
            return await FindAsync(importId, active, cancellationToken);
        }
        finally
        {
            // Nobody was told its id. If this fails too, the import is forgotten when nothing has come for a while; what went wrong first is told.
            if (isLeft) await ((Task)active.AbandonImportAsync(importId, CancellationToken.None)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // It was begun and takes no parts any more: somebody has deleted it, the next active has forgotten it, or it was queued and the answer was lost.
    private static async Task<AtlasAsyncImportRequest> FindAsync(string importId, IActiveInstance active, CancellationToken cancellationToken)
    {
        try
        {
            var found = await active.GetImportAsync(importId, cancellationToken);
            return found.Status == AsyncImportState.Aborted ? throw new AtlasException(AtlasHaErrorCode.ImportAborted, importId) : found;
        }
        catch (AtlasException gone) when (gone.Code.Code == AtlasErrorCode.ImportNotFound.Code)
        {
            throw new AtlasException(AtlasHaErrorCode.ImportCutOff, importId);
        }
    }
}
