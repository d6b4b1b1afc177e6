using AtlasHa.Catalog.Model.Audit;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Gateway.Security;
using AtlasHa.Users;

namespace AtlasHa.Gateway.Endpoints;

/// <summary><c>/api/atlas/v2/entity/{guid}/audit</c>, served by the ActiveInstance grain.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder routes)
        => routes.MapGet("/api/atlas/v2/entity/{guid}/audit", async (string guid, HttpContext http, IActiveInstance active) =>
        {
            if (QueryOf(http.Request) is not { } query)
                await AtlasHttp.NoSuchResourceAsync(http);
            else
                await AtlasHttp.WriteAsync(http, await active.GetAuditAsync(AtlasHttp.Checked("guid", guid), query, http.RequestAborted));
        }).Requires(UserRole.Reader);

    /// <summary>Null when a parameter is no number, or no action.</summary>
    private static EntityAuditQuery? QueryOf(HttpRequest request)
    {
        var defaults = new EntityAuditQuery();
        if (!AtlasHttp.TryNumber(request, "count", (short)defaults.Count, out short count)
            || !AtlasHttp.TryNumber(request, "offset", defaults.Offset, out int offset))
            return null;
        var action = AtlasHttp.Text(request, "auditAction");
        var parsed = action is null ? null : EntityAuditActionNames.Parse(action);
        return action is not null && parsed is null ? null : defaults with
        {
            StartKey = AtlasHttp.Text(request, "startKey"),
            Action = parsed,
            Count = count,
            Offset = offset,
            SortBy = AtlasHttp.Text(request, "sortBy"),
            SortOrder = AtlasHttp.Text(request, "sortOrder"),
        };
    }
}
