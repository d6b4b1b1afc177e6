using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Gateway.Security;
using AtlasHa.Users;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>The classifications below <c>/api/atlas/v2/entity</c>, served by the ActiveInstance grain.</summary>
internal static class ClassificationEndpoints
{
    public static void MapClassifications(this IEndpointRouteBuilder routes)
    {
        var entities = routes.MapGroup("/api/atlas/v2/entity").Requires(UserRole.Reader, toWrite: UserRole.Editor);
        MapOf(entities, "/guid/{guid}", Locators.ByGuid);
        MapOf(entities, "/uniqueAttribute/type/{typeName}", Locators.ByUniqueAttributes);
        MapReads(entities);
        MapBulk(entities);
    }

    private static void MapOf(RouteGroupBuilder entities, string path, Func<HttpContext, EntityLocator> locate)
    {
        entities.MapPost($"{path}/classifications", async (HttpContext http, IActiveInstance active) =>
        {
            var classifications = await AtlasHttp.ReadAsync<List<AtlasClassification>>(http.Request, http.RequestAborted);
            AtlasHttp.NoContent(http, await active.AddClassificationsAsync(locate(http), classifications, AtlasHttp.Caller(http), http.RequestAborted));
        });
        entities.MapPut($"{path}/classifications", async (HttpContext http, IActiveInstance active) =>
        {
            var classifications = await AtlasHttp.ReadAsync<List<AtlasClassification>>(http.Request, http.RequestAborted);
            AtlasHttp.NoContent(http, await active.UpdateClassificationsAsync(locate(http), classifications, AtlasHttp.Caller(http), http.RequestAborted));
        });
        // Clients send the guid of the source as body; like Atlas this takes it from the query only.
        entities.MapDelete($"{path}/classification/{{classification}}", async (string classification, HttpContext http, IActiveInstance active)
            => AtlasHttp.NoContent(http, await active.RemoveClassificationAsync(
                locate(http), AtlasHttp.Checked("classificationName", classification), AtlasHttp.Text(http.Request, "associatedEntityGuid"),
                AtlasHttp.Caller(http), http.RequestAborted)));
    }

    private static void MapReads(RouteGroupBuilder entities)
    {
        entities.MapGet("/guid/{guid}/classifications", async (string guid, HttpContext http, IActiveInstance active) =>
        {
            var found = await active.GetClassificationsAsync(AtlasHttp.Checked("guid", guid), http.RequestAborted);
            await AtlasHttp.WriteAsync(http, new PList<AtlasClassification> { List = [.. found] });
        });
        entities.MapGet("/guid/{guid}/classification/{classification}", async (string guid, string classification, HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetClassificationAsync(
                AtlasHttp.Checked("guid", guid), AtlasHttp.Checked("classificationName", classification), http.RequestAborted)));
    }

    private static void MapBulk(RouteGroupBuilder entities)
    {
        entities.MapPost("/bulk/classification", async (HttpContext http, IActiveInstance active) =>
        {
            var request = await AtlasHttp.ReadAsync<ClassificationAssociateRequest>(http.Request, http.RequestAborted);
            AtlasHttp.NoContent(http, await active.AssociateClassificationAsync(
                request, AtlasHttp.Flag(http.Request, "skipFailedEntities"), AtlasHttp.Caller(http), http.RequestAborted));
        });
        entities.MapPost("/bulk/setClassifications", async (HttpContext http, IActiveInstance active) =>
        {
            var headers = await AtlasHttp.ReadAsync<AtlasEntityHeaders>(http.Request, http.RequestAborted);
            var result = await active.SetClassificationsAsync(headers, AtlasHttp.Caller(http), http.RequestAborted);
            AtlasHttp.MarkReplayed(http, result);
            await AtlasHttp.WriteAsync(http, result.Lines);
        });
        entities.MapGet("/bulk/headers", async (HttpContext http, IActiveInstance active) =>
        {
            if (!AtlasHttp.TryNumber(http.Request, "tagUpdateStartTime", 0, out long since))
                await AtlasHttp.NoSuchResourceAsync(http);
            else
                await AtlasHttp.WriteAsync(http, await active.GetHeadersOfChangedClassificationsAsync(since, http.RequestAborted));
        });
    }
}
