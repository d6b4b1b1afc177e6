using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>The terms below <c>/api/atlas/v2/glossary</c>.</summary>
internal static class TermEndpoints
{
    public static void MapTerms(this RouteGroupBuilder glossary)
    {
        MapReads(glossary);
        MapCreates(glossary);
        MapChanges(glossary);
        MapAssignments(glossary);
    }

    private static void MapReads(RouteGroupBuilder glossary)
    {
        glossary.MapGet("/term/{guid}", async (string guid, HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetTermAsync(AtlasHttp.Checked("guid", guid), http.RequestAborted)));
        glossary.MapGet("/{guid}/terms", async (string guid, HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetTermsAsync(
                AtlasHttp.Checked("guid", guid), GlossaryEndpoints.Page(http.Request), http.RequestAborted)));
        glossary.MapGet("/{guid}/terms/headers", async (string guid, HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetTermHeadersAsync(
                AtlasHttp.Checked("guid", guid), GlossaryEndpoints.Page(http.Request), http.RequestAborted)));
        glossary.MapGet("/terms/{guid}/related", async (string guid, HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetRelatedTermsAsync(
                AtlasHttp.Checked("guid", guid), GlossaryEndpoints.Page(http.Request), http.RequestAborted)));
    }

    private static void MapCreates(RouteGroupBuilder glossary)
    {
        glossary.MapPost("/term", async (HttpContext http, IActiveInstance active) =>
        {
            var given = await AtlasHttp.ReadNullableAsync<AtlasGlossaryTerm>(http.Request, http.RequestAborted);
            var created = await active.CreateTermsAsync([given], AtlasHttp.Caller(http), http.RequestAborted);
            await AtlasHttp.WriteAnswerAsync(http, created.IsReplayed ? created.Items[0].AsReplayed() : created.Items[0]);
        });
        glossary.MapPost("/terms", async (HttpContext http, IActiveInstance active) =>
        {
            var given = await AtlasHttp.ReadNullableAsync<List<AtlasGlossaryTerm?>>(http.Request, http.RequestAborted);
            await AtlasHttp.WriteItemsAsync(http, await active.CreateTermsAsync(given, AtlasHttp.Caller(http), http.RequestAborted));
        });
    }

    private static void MapChanges(RouteGroupBuilder glossary)
    {
        glossary.MapPut("/term/{guid}", async (string guid, HttpContext http, IActiveInstance active) =>
        {
            var given = await AtlasHttp.ReadNullableAsync<AtlasGlossaryTerm>(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAnswerAsync(http, await active.UpdateTermAsync(
                AtlasHttp.Checked("guid", guid), given, AtlasHttp.Caller(http), http.RequestAborted));
        });
        glossary.MapPut("/term/{guid}/partial", async (string guid, HttpContext http, IActiveInstance active) =>
        {
            var changes = await AtlasHttp.ReadNullableAsync<Dictionary<string, string?>>(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAnswerAsync(http, await active.PatchTermAsync(
                AtlasHttp.Checked("guid", guid), changes, AtlasHttp.Caller(http), http.RequestAborted));
        });
        glossary.MapDelete("/term/{guid}", async (string guid, HttpContext http, IActiveInstance active)
            => AtlasHttp.NoContent(http, await active.DeleteTermAsync(AtlasHttp.Checked("guid", guid), AtlasHttp.Caller(http), http.RequestAborted)));
    }

    private static void MapAssignments(RouteGroupBuilder glossary)
    {
        const string Path = "/terms/{guid}/assignedEntities";
        glossary.MapGet(Path, async (string guid, HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetAssignedEntitiesAsync(
                AtlasHttp.Checked("guid", guid), GlossaryEndpoints.Page(http.Request), http.RequestAborted)));
        glossary.MapPost(Path, async (string guid, HttpContext http, IActiveInstance active) =>
        {
            var entities = await AtlasHttp.ReadNullableAsync<List<AtlasRelatedObjectId>>(http.Request, http.RequestAborted);
            AtlasHttp.NoContent(http, await active.AssignTermAsync(
                AtlasHttp.Checked("guid", guid), entities, AtlasHttp.Caller(http), http.RequestAborted));
        });
        glossary.MapMethods(Path, [HttpMethods.Put, HttpMethods.Delete], async (string guid, HttpContext http, IActiveInstance active) =>
        {
            var entities = await AtlasHttp.ReadNullableAsync<List<AtlasRelatedObjectId>>(http.Request, http.RequestAborted);
            AtlasHttp.NoContent(http, await active.DisassociateTermAsync(
                AtlasHttp.Checked("guid", guid), entities, AtlasHttp.Caller(http), http.RequestAborted));
        });
    }
}
