using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Gateway.Security;
using AtlasHa.Users;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>The search for terms and categories, and files of them, below <c>/api/atlas/v2/glossary</c>.</summary>
internal static class GlossarySearchEndpoints
{
    public static void MapGlossarySearch(this IEndpointRouteBuilder routes)
    {
        // Everybody's files are his own: they change nothing of the catalogue.
        var glossary = routes.MapGroup("/api/atlas/v2/glossary").Requires(UserRole.Reader);
        glossary.MapPost("/search", async (HttpContext http, IActiveInstance active) =>
        {
            var parameters = await AtlasHttp.ReadNullableAsync<GlossarySearchParameters>(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAsync(http, await active.SearchGlossariesAsync(parameters ?? new GlossarySearchParameters(), http.RequestAborted));
        });
        glossary.MapPost("/create_file", CreateFileAsync);
        glossary.MapPost("/download/create_file", CreateFileAsync);
        glossary.MapGet("/download/status", async (HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetGlossaryDownloadsAsync(AtlasHttp.Caller(http), http.RequestAborted)));
        glossary.MapGet("/download/{fileName}", async (string fileName, HttpContext http, IActiveInstance active) => await SearchDownloadEndpoints.WriteAsync(
            http, fileName, await active.GetDownloadAsync(AtlasHttp.Checked("filename", fileName), AtlasHttp.Caller(http), http.RequestAborted)));
    }

    private static async Task CreateFileAsync(HttpContext http, IActiveInstance active)
    {
        var request = await AtlasHttp.ReadNullableAsync<GlossaryFileRequest>(http.Request, http.RequestAborted);
        AtlasHttp.NoContent(http, await active.CreateGlossaryDownloadAsync(request ?? new GlossaryFileRequest(), AtlasHttp.Caller(http), http.RequestAborted));
    }
}
