using AtlasHa.Catalog.Model.Audit;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Gateway.Security;
using AtlasHa.Users;

namespace AtlasHa.Gateway.Endpoints;

/// <summary><c>admin/audits</c> and <c>admin/audit</c>: who has purged, exported, imported and changed types.</summary>
internal static class AdminAuditEndpoints
{
    private const int DefaultLimit = 10;

    public static void MapAdminAudit(this IEndpointRouteBuilder routes)
    {
        // A search sent as POST only reads; what it reads tells of other users.
        var admin = routes.MapGroup("/api/atlas/admin").Requires(UserRole.Admin);
        admin.MapPost("/audits", async (HttpContext http, IActiveInstance active) =>
        {
            var parameters = await AtlasHttp.ReadAsync<AuditSearchParameters>(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAsync(http, await active.FindAdminAuditAsync(parameters, http.RequestAborted));
        });
        admin.MapPost("/audits/ageout", static (HttpContext _) => throw new AtlasException(
            AtlasErrorCode.BadRequest,
            "events of entities are kept for good, so none can be aged out; entries of the admin audit go by themselves (AtlasHa:Catalog:AdminAudit:KeepFor)"));
        admin.MapGet("/audit/{guid}/details", async (string guid, HttpContext http, IActiveInstance active) =>
        {
            if (AtlasHttp.TryNumber(http.Request, "limit", DefaultLimit, out int limit) && AtlasHttp.TryNumber(http.Request, "offset", 0, out int offset))
                await AtlasHttp.WriteAsync(http, await active.GetPurgedEntitiesAsync(Guid(guid), limit, offset, http.RequestAborted));
            else
                await AtlasHttp.NoSuchResourceAsync(http);
        });
        admin.MapGet("/audit/{guid}/summary", async (string guid, HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetPurgeSummaryAsync(Guid(guid), http.RequestAborted)));
        admin.MapGet("/audit/{guid}/batches", async (string guid, HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetPurgeBatchesAsync(Guid(guid), http.RequestAborted)));
    }

    private static string Guid(string guid) => AtlasHttp.Checked("auditGuid", guid);
}
