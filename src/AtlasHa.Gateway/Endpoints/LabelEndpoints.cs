using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Gateway.Security;
using AtlasHa.Users;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>The labels below <c>/api/atlas/v2/entity</c>, served by the ActiveInstance grain.</summary>
internal static class LabelEndpoints
{
    public static void MapLabels(this IEndpointRouteBuilder routes)
    {
        var entities = routes.MapGroup("/api/atlas/v2/entity").Requires(UserRole.Reader, toWrite: UserRole.Editor);
        MapOf(entities, "/guid/{guid}/labels", Locators.ByGuid);
        MapOf(entities, "/uniqueAttribute/type/{typeName}/labels", Locators.ByUniqueAttributes);
    }

    private static void MapOf(RouteGroupBuilder entities, string path, Func<HttpContext, EntityLocator> locate)
    {
        entities.MapPost(path, async (HttpContext http, IActiveInstance active)
            => AtlasHttp.NoContent(http, await active.SetLabelsAsync(locate(http), await LabelsAsync(http), AtlasHttp.Caller(http), http.RequestAborted)));
        entities.MapPut(path, async (HttpContext http, IActiveInstance active)
            => AtlasHttp.NoContent(http, await active.AddLabelsAsync(locate(http), await LabelsAsync(http), AtlasHttp.Caller(http), http.RequestAborted)));
        entities.MapDelete(path, async (HttpContext http, IActiveInstance active)
            => AtlasHttp.NoContent(http, await active.RemoveLabelsAsync(locate(http), await LabelsAsync(http), AtlasHttp.Caller(http), http.RequestAborted)));
    }

    private static ValueTask<List<string>?> LabelsAsync(HttpContext http) => AtlasHttp.ReadNullableAsync<List<string>>(http.Request, http.RequestAborted);
}
