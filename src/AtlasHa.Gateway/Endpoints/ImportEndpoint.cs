using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Gateway.Security;
using AtlasHa.Users;
using Microsoft.AspNetCore.Http.Features;

namespace AtlasHa.Gateway.Endpoints;

/// <summary><c>admin/import</c>: takes in the ZIP of an <c>admin/export</c>, Atlas's or ours. One at a time.</summary>
internal static class ImportEndpoint
{
    private static readonly SemaphoreSlim One = new(1);

    /// <summary>The server's own limit of a request's size is the only one.</summary>
    private static readonly FormOptions Limits = new() { MultipartBodyLengthLimit = long.MaxValue };

    public static void MapImport(this IEndpointRouteBuilder routes)
        => routes.MapPost("/api/atlas/admin/import", ImportAsync).Requires(UserRole.Admin);

    private static async Task ImportAsync(HttpContext http, IActiveInstance active, TimeProvider time)
    {
        if (!http.Request.HasFormContentType)
            throw new AtlasException(AtlasErrorCode.BadRequest, "the request must be multipart/form-data with the parts request (JSON, optional) and data (the ZIP)");
        if (!await One.WaitAsync(TimeSpan.Zero, http.RequestAborted)) throw new AtlasException(AtlasErrorCode.FailedToObtainImportExportLock);
        try
        {
            var form = await http.Request.ReadFormAsync(Limits, http.RequestAborted);
            if (form.Files.GetFile("data") is not { } data) throw new AtlasException(AtlasErrorCode.BadRequest, "the part data, which holds the ZIP, is missing");
            var request = form["request"].FirstOrDefault() is { Length: > 0 } json ? AtlasJson.Parse<object>(json) : new Dictionary<string, object?>();
            await using var zip = data.OpenReadStream();
            var options = (request as Dictionary<string, object?>)?.GetValueOrDefault("options") as Dictionary<string, object?>;
            var batch = (await ImportArchive.ReadAsync(zip, http.RequestAborted)) with { Options = options };
            var caller = AtlasHttp.Caller(http);
            var report = await active.ImportAsync(batch, caller, http.RequestAborted);
            await AtlasHttp.WriteAsync(http, ImportResultBody.Of(http, request, caller.User, time.GetUtcNow(), report));
        }
        finally
        {
            One.Release();
        }
    }
}
