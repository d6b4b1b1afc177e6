using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Gateway.Searches;
using AtlasHa.Gateway.Security;
using AtlasHa.Users;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>The admin routes that are about the catalogue: the active answers them.</summary>
internal static class CatalogAdminEndpoints
{
    private const string ServerType = "AtlasServer";
    private static readonly string[] ServerMembers = ["name", "fullName", "displayName", "additionalInfo", "urls"];

    public static void MapCatalogAdmin(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/api/atlas/admin").Requires(UserRole.Reader, toWrite: UserRole.Admin);
        admin.MapGet("/patches", async (HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetPatchesAsync(http.RequestAborted)));
        admin.MapGet("/metrics", async (HttpContext http, IActiveInstance active, IHeartbeatSource heartbeat) =>
        {
            var withSubTypes = http.Request.Query.ContainsKey("excludeTypeAndSubTypeEntity") && !AtlasHttp.Flag(http.Request, "excludeTypeAndSubTypeEntity");
            var metrics = await active.GetMetricsAsync(withSubTypes, http.RequestAborted);
            await AtlasHttp.WriteAsync(http, ServerStatistics.AddTo(metrics, heartbeat.Read()));
        });
        admin.MapGet("/server/{name}", async (string name, HttpContext http, IActiveInstance active) =>
        {
            var unique = new Dictionary<string, string> { ["fullName"] = AtlasHttp.Checked("serverName", name) };
            var found = await active.GetByUniqueAttributesAsync(ServerType, unique, EntityReadOptions.Default, http.RequestAborted);
            await AtlasHttp.WriteAsync(http, ServerOf(found.Entity!));
        });

        admin.MapGet("/activeSearches", async (HttpContext http, ActiveSearches searches) => await AtlasHttp.WriteAsync(http, searches.Ids));
        admin.MapDelete("/activeSearches/{id}", async (string id, HttpContext http, ActiveSearches searches)
            => await AtlasHttp.WriteAsync(http, searches.TryEnd(id)));

        // Whatever is asked for is done when it is answered, so there is never a task to list.
        admin.MapPut("/purge", async (HttpContext http, IActiveInstance active) =>
        {
            var guids = await AtlasHttp.ReadAsync<List<string>>(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAnswerAsync(http, await active.PurgeAsync(guids, AtlasHttp.Caller(http), http.RequestAborted));
        });
        admin.MapGet("/tasks", async (HttpContext http) => await AtlasHttp.WriteAsync(http, Array.Empty<object>()));
        admin.MapDelete("/tasks", () => Results.NoContent());
    }

    /// <summary>Atlas's AtlasServer: the entity's guid and attributes side by side.</summary>
    private static Dictionary<string, object?> ServerOf(AtlasEntity entity)
    {
        var server = new Dictionary<string, object?> { ["guid"] = entity.Guid };
        foreach (var member in ServerMembers)
            if (entity.Attributes?.GetValueOrDefault(member) is { } value) server[member] = value;
        return server;
    }
}
