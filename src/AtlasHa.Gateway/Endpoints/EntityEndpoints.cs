using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Gateway.Security;
using AtlasHa.Users;

namespace AtlasHa.Gateway.Endpoints;

/// <summary><c>/api/atlas/v2/entity</c>, served by the ActiveInstance grain.</summary>
internal static class EntityEndpoints
{
    public static void MapEntities(this IEndpointRouteBuilder routes)
    {
        var entities = routes.MapGroup("/api/atlas/v2/entity").Requires(UserRole.Reader, toWrite: UserRole.Editor);
        MapWrites(entities);
        MapReads(entities);
        MapDeletes(entities);
    }

    private static void MapWrites(RouteGroupBuilder entities)
    {
        entities.MapPost("", async (HttpContext http, IActiveInstance active) =>
        {
            var entity = await AtlasHttp.ReadAsync<AtlasEntityWithExtInfo>(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAnswerAsync(http, await active.CreateOrUpdateAsync(entity, AtlasHttp.Caller(http), http.RequestAborted));
        });
        entities.MapPost("/bulk", async (HttpContext http, IActiveInstance active) =>
        {
            var all = await AtlasHttp.ReadAsync<AtlasEntitiesWithExtInfo>(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAnswerAsync(http, await active.CreateOrUpdateAllAsync(all, AtlasHttp.Caller(http), http.RequestAborted));
        });
        entities.MapPut("/uniqueAttribute/type/{typeName}", async (string typeName, HttpContext http, IActiveInstance active) =>
        {
            var changes = await AtlasHttp.ReadAsync<AtlasEntityWithExtInfo>(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAnswerAsync(http, await active.UpdateByUniqueAttributesAsync(
                AtlasHttp.Checked("typeName", typeName), AtlasHttp.Unique(http.Request), changes, AtlasHttp.Caller(http), http.RequestAborted));
        });
        entities.MapPut("/guid/{guid}", async (string guid, HttpContext http, IActiveInstance active) =>
        {
            var value = await AtlasHttp.ReadValueAsync(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAnswerAsync(http, await active.UpdateAttributeAsync(
                AtlasHttp.Checked("guid", guid), AtlasHttp.Text(http.Request, "name") ?? "", value, AtlasHttp.Caller(http), http.RequestAborted));
        });
    }

    private static void MapReads(RouteGroupBuilder entities)
    {
        EntityAnswerEndpoints.Map(entities);
        entities.MapGet("/bulk", async (HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetByGuidsAsync(
                AtlasHttp.Guids(http.Request), EntityAnswerEndpoints.ReadOptions(http), http.RequestAborted)));
        entities.MapGet("/bulk/uniqueAttribute/type/{typeName}", async (string typeName, HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetAllByUniqueAttributesAsync(
                AtlasHttp.Checked("typeName", typeName), AtlasHttp.Uniques(http.Request), EntityAnswerEndpoints.ReadOptions(http), http.RequestAborted)));
    }

    private static void MapDeletes(RouteGroupBuilder entities)
    {
        entities.MapDelete("/guid/{guid}", async (string guid, HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAnswerAsync(http, await active.DeleteByGuidsAsync(
                [AtlasHttp.Checked("guid", guid)], AtlasHttp.Caller(http), http.RequestAborted)));
        entities.MapDelete("/bulk", async (HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAnswerAsync(http, await active.DeleteByGuidsAsync(AtlasHttp.Guids(http.Request), AtlasHttp.Caller(http), http.RequestAborted)));
        entities.MapDelete("/uniqueAttribute/type/{typeName}", async (string typeName, HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAnswerAsync(http, await active.DeleteByUniqueAttributesAsync(
                AtlasHttp.Checked("typeName", typeName), AtlasHttp.Unique(http.Request), AtlasHttp.Caller(http), http.RequestAborted)));
    }
}
