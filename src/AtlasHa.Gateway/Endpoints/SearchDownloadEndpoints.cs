using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Gateway.Security;
using AtlasHa.Users;
using Microsoft.Net.Http.Headers;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>Search results as files, below <c>/api/atlas/v2/search</c>, served by the ActiveInstance grain.</summary>
internal static class SearchDownloadEndpoints
{
    public static void MapSearchDownloads(this IEndpointRouteBuilder routes)
    {
        // Everybody's files are his own: they change nothing of the catalogue.
        var search = routes.MapGroup("/api/atlas/v2/search").Requires(UserRole.Reader);
        search.MapPost("/basic/download/create_file", async (HttpContext http, IActiveInstance active)
            => AtlasHttp.NoContent(http, await active.CreateBasicDownloadAsync(await RequestAsync(http), AtlasHttp.Caller(http), http.RequestAborted)));
        search.MapPost("/dsl/download/create_file", async (HttpContext http, IActiveInstance active)
            => AtlasHttp.NoContent(http, await active.CreateDslDownloadAsync(await RequestAsync(http), AtlasHttp.Caller(http), http.RequestAborted)));
        search.MapGet("/download/status", async (HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetDownloadsAsync(AtlasHttp.Caller(http), http.RequestAborted)));
        search.MapGet("/download/{fileName}", async (string fileName, HttpContext http, IActiveInstance active) => await WriteAsync(
            http, fileName, await active.GetDownloadAsync(AtlasHttp.Checked("filename", fileName), AtlasHttp.Caller(http), http.RequestAborted)));
    }

    /// <summary>A file, or 204 when there is none.</summary>
    public static async Task WriteAsync(HttpContext http, string fileName, byte[]? content)
    {
        if (content is null)
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(fileName);
        http.Response.ContentType = "application/octet-stream";
        http.Response.ContentLength = content.Length;
        http.Response.Headers.ContentDisposition = disposition.ToString();
        await http.Response.Body.WriteAsync(content, http.RequestAborted);
    }

    private static ValueTask<SearchDownloadRequest> RequestAsync(HttpContext http)
        => AtlasHttp.ReadAsync<SearchDownloadRequest>(http.Request, http.RequestAborted);
}
