using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Gateway.Security;
using AtlasHa.Users;

namespace AtlasHa.Gateway.Endpoints;

/// <summary><c>/api/atlas/v2/relationship</c>, served by the ActiveInstance grain.</summary>
internal static class RelationshipEndpoints
{
    public static void MapRelationships(this IEndpointRouteBuilder routes)
    {
        var relationships = routes.MapGroup("/api/atlas/v2/relationship").Requires(UserRole.Reader, toWrite: UserRole.Editor);
        relationships.MapPost("", async (HttpContext http, IActiveInstance active) =>
        {
            var given = await AtlasHttp.ReadAsync<AtlasRelationship>(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAnswerAsync(http, await active.CreateRelationshipAsync(given, AtlasHttp.Caller(http), http.RequestAborted));
        });
        relationships.MapPut("", async (HttpContext http, IActiveInstance active) =>
        {
            var given = await AtlasHttp.ReadAsync<AtlasRelationship>(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAnswerAsync(http, await active.UpdateRelationshipAsync(given, AtlasHttp.Caller(http), http.RequestAborted));
        });
        relationships.MapGet("/guid/{guid}", async (string guid, HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetRelationshipAsync(
                AtlasHttp.Checked("guid", guid), AtlasHttp.Flag(http.Request, "extendedInfo"), http.RequestAborted)));
        relationships.MapDelete("/guid/{guid}", async (string guid, HttpContext http, IActiveInstance active)
            => AtlasHttp.NoContent(http, await active.DeleteRelationshipAsync(
                AtlasHttp.Checked("guid", guid), AtlasHttp.Caller(http), http.RequestAborted)));
    }
}
