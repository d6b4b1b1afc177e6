using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Model.Grains;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>The categories below <c>/api/atlas/v2/glossary</c>.</summary>
internal static class CategoryEndpoints
{
    public static void MapCategories(this RouteGroupBuilder glossary)
    {
        MapReads(glossary);
        MapWrites(glossary);
    }

    private static void MapReads(RouteGroupBuilder glossary)
    {
        glossary.MapGet("/category/{guid}", async (string guid, HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetCategoryAsync(AtlasHttp.Checked("guid", guid), http.RequestAborted)));
        glossary.MapGet("/category/{guid}/terms", async (string guid, HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetCategoryTermsAsync(
                AtlasHttp.Checked("guid", guid), GlossaryEndpoints.Page(http.Request), http.RequestAborted)));
        glossary.MapGet("/category/{guid}/related", async (string guid, HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetRelatedCategoriesAsync(
                AtlasHttp.Checked("guid", guid), GlossaryEndpoints.Page(http.Request), http.RequestAborted)));
        glossary.MapGet("/{guid}/categories", async (string guid, HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetCategoriesAsync(
                AtlasHttp.Checked("guid", guid), GlossaryEndpoints.Page(http.Request), http.RequestAborted)));
        glossary.MapGet("/{guid}/categories/headers", async (string guid, HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetCategoryHeadersAsync(
                AtlasHttp.Checked("guid", guid), GlossaryEndpoints.Page(http.Request), http.RequestAborted)));
    }

    private static void MapWrites(RouteGroupBuilder glossary)
    {
        glossary.MapPost("/category", async (HttpContext http, IActiveInstance active) =>
        {
            var given = await AtlasHttp.ReadNullableAsync<AtlasGlossaryCategory>(http.Request, http.RequestAborted);
            var created = await active.CreateCategoriesAsync([given], AtlasHttp.Caller(http), http.RequestAborted);
            await AtlasHttp.WriteAnswerAsync(http, created.IsReplayed ? created.Items[0].AsReplayed() : created.Items[0]);
        });
        glossary.MapPost("/categories", async (HttpContext http, IActiveInstance active) =>
        {
            var given = await AtlasHttp.ReadNullableAsync<List<AtlasGlossaryCategory?>>(http.Request, http.RequestAborted);
            await AtlasHttp.WriteItemsAsync(http, await active.CreateCategoriesAsync(given, AtlasHttp.Caller(http), http.RequestAborted));
        });
        glossary.MapPut("/category/{guid}", async (string guid, HttpContext http, IActiveInstance active) =>
        {
            var given = await AtlasHttp.ReadNullableAsync<AtlasGlossaryCategory>(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAnswerAsync(http, await active.UpdateCategoryAsync(
                AtlasHttp.Checked("guid", guid), given, AtlasHttp.Caller(http), http.RequestAborted));
        });
        glossary.MapPut("/category/{guid}/partial", async (string guid, HttpContext http, IActiveInstance active) =>
        {
            var changes = await AtlasHttp.ReadNullableAsync<Dictionary<string, string?>>(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAnswerAsync(http, await active.PatchCategoryAsync(
                AtlasHttp.Checked("guid", guid), changes, AtlasHttp.Caller(http), http.RequestAborted));
        });
        glossary.MapDelete("/category/{guid}", async (string guid, HttpContext http, IActiveInstance active)
            => AtlasHttp.NoContent(http, await active.DeleteCategoryAsync(
                AtlasHttp.Checked("guid", guid), AtlasHttp.Caller(http), http.RequestAborted)));
    }
}
