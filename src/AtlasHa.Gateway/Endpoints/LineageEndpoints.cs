using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Catalog.Model.Lineage;
using AtlasHa.Gateway.Security;
using AtlasHa.Users;

namespace AtlasHa.Gateway.Endpoints;

/// <summary><c>/api/atlas/v2/lineage</c>, served by the ActiveInstance grain.</summary>
internal static class LineageEndpoints
{
    private const int DefaultDepth = 3;

    public static void MapLineage(this IEndpointRouteBuilder routes)
    {
        var lineage = routes.MapGroup("/api/atlas/v2/lineage").Requires(UserRole.Reader);
        lineage.MapGet("/{guid}", async (string guid, HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetLineageAsync(
                AtlasHttp.Checked("guid", guid), Direction(http.Request), Depth(http.Request), http.RequestAborted)));
        lineage.MapGet("/uniqueAttribute/type/{typeName}", async (string typeName, HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetLineageByUniqueAttributesAsync(
                AtlasHttp.Checked("typeName", typeName), AtlasHttp.Unique(http.Request), Direction(http.Request), Depth(http.Request),
                http.RequestAborted)));
        lineage.MapPost("/{guid}", async (string guid, HttpContext http, IActiveInstance active) =>
        {
            var constraints = await AtlasHttp.ReadNullableAsync<Dictionary<string, LineageConstraints>>(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAsync(http, await active.GetLineageOnDemandAsync(
                AtlasHttp.Checked("guid", guid), constraints, http.RequestAborted));
        });
    }

    private static int Depth(HttpRequest request) => AtlasHttp.Number(request, "depth", DefaultDepth);

    private static LineageDirection Direction(HttpRequest request) => AtlasHttp.Text(request, "direction") switch
    {
        null or "BOTH" => LineageDirection.Both,
        "INPUT" => LineageDirection.Input,
        "OUTPUT" => LineageDirection.Output,
        _ => throw AtlasHttp.NoSuchValue("direction"),
    };
}
