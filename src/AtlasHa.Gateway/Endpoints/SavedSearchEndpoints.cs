using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Gateway.Security;
using AtlasHa.Users;

namespace AtlasHa.Gateway.Endpoints;

/// <summary><c>/api/atlas/v2/search/saved</c>, served by the ActiveInstance grain.</summary>
internal static class SavedSearchEndpoints
{
    public static void MapSavedSearches(this IEndpointRouteBuilder routes)
    {
        // Everybody keeps his own: it changes nothing of the catalogue.
        var saved = routes.MapGroup("/api/atlas/v2/search/saved").Requires(UserRole.Reader);
        saved.MapPost("", async (HttpContext http, IActiveInstance active) =>
        {
            var search = await AtlasHttp.ReadAsync<AtlasUserSavedSearch>(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAnswerAsync(http, await active.AddSavedSearchAsync(search, AtlasHttp.Caller(http), http.RequestAborted));
        });
        saved.MapPut("", async (HttpContext http, IActiveInstance active) =>
        {
            var search = await AtlasHttp.ReadAsync<AtlasUserSavedSearch>(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAnswerAsync(http, await active.UpdateSavedSearchAsync(search, AtlasHttp.Caller(http), http.RequestAborted));
        });
        saved.MapGet("", async (HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetSavedSearchesAsync(User(http), AtlasHttp.Caller(http), http.RequestAborted)));
        saved.MapGet("/{name}", async (string name, HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetSavedSearchAsync(
                AtlasHttp.Checked("name", name), User(http), AtlasHttp.Caller(http), http.RequestAborted)));
        saved.MapDelete("/{guid}", async (string guid, HttpContext http, IActiveInstance active)
            => AtlasHttp.NoContent(http, await active.DeleteSavedSearchAsync(AtlasHttp.Checked("guid", guid), AtlasHttp.Caller(http), http.RequestAborted)));
        saved.MapGet("/execute/{name}", async (string name, HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.ExecuteSavedSearchAsync(
                AtlasHttp.Checked("name", name), User(http), AtlasHttp.Caller(http), http.RequestAborted)));
        saved.MapGet("/execute/guid/{guid}", async (string guid, HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.ExecuteSavedSearchByGuidAsync(
                AtlasHttp.Checked("guid", guid), AtlasHttp.Caller(http), http.RequestAborted)));
    }

    private static string? User(HttpContext http) => AtlasHttp.Text(http.Request, "user");
}
