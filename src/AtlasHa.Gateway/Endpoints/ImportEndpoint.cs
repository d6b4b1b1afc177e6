using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Gateway.Security;
using AtlasHa.Users;

namespace AtlasHa.Gateway.Endpoints;

/// <summary><c>admin/import</c>: takes in the ZIP of an <c>admin/export</c>, Atlas's or ours. One at a time.</summary>
internal static class ImportEndpoint
{
    private static readonly SemaphoreSlim One = new(1);

    public static void MapImport(this IEndpointRouteBuilder routes)
        => routes.MapPost("/api/atlas/admin/import", ImportAsync).Requires(UserRole.Admin);

    private static async Task ImportAsync(HttpContext http, IActiveInstance active, TimeProvider time)
    {
        if (!await One.WaitAsync(TimeSpan.Zero, http.RequestAborted)) throw new AtlasException(AtlasErrorCode.FailedToObtainImportExportLock, "another import is running; try again when it is done");
        try
        {
            var upload = await ImportUpload.ReadAsync(http.Request, http.RequestAborted);
            await using var zip = upload.Data.OpenReadStream();
            var options = upload.Request.GetValueOrDefault("options") as Dictionary<string, object?>;
            var batch = (await ImportArchive.ReadAsync(zip, http.RequestAborted)) with { Options = options };
            var caller = AtlasHttp.Caller(http);
            var report = await active.ImportAsync(batch, caller, http.RequestAborted);
            await AtlasHttp.WriteAsync(http, ImportResultBody.Of(http, upload.Request, caller.User, time.GetUtcNow(), report));
        }
        finally
        {
            One.Release();
        }
    }
}
