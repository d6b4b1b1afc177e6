using System.Text;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Gateway.Security;
using AtlasHa.Users;
using Attributes = System.Collections.Generic.Dictionary<string, object?>;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>The business metadata below <c>/api/atlas/v2/entity</c>, served by the ActiveInstance grain.</summary>
internal static class BusinessMetadataEndpoints
{
    private const string Path = "/guid/{guid}/businessmetadata";
    private const string NamedPath = Path + "/{name}";

    public static void MapBusinessMetadata(this IEndpointRouteBuilder routes)
    {
        var entities = routes.MapGroup("/api/atlas/v2/entity").Requires(UserRole.Reader, toWrite: UserRole.Editor);
        MapAll(entities);
        MapNamed(entities);
        MapImport(entities);
    }

    private static void MapAll(RouteGroupBuilder entities)
    {
        entities.MapPost(Path, async (string guid, HttpContext http, IActiveInstance active)
            => AtlasHttp.NoContent(http, await active.SetBusinessMetadataAsync(
                AtlasHttp.Checked("guid", guid), await ReadAsync<Dictionary<string, Attributes?>>(http), AtlasHttp.Flag(http.Request, "isOverwrite"),
                AtlasHttp.Caller(http), http.RequestAborted)));
        entities.MapDelete(Path, async (string guid, HttpContext http, IActiveInstance active)
            => AtlasHttp.NoContent(http, await active.RemoveBusinessMetadataAsync(
                AtlasHttp.Checked("guid", guid), await ReadAsync<Dictionary<string, Attributes?>>(http), AtlasHttp.Caller(http), http.RequestAborted)));
    }

    private static void MapNamed(RouteGroupBuilder entities)
    {
        entities.MapPost(NamedPath, async (string guid, string name, HttpContext http, IActiveInstance active) =>
        {
            var given = await ReadAsync<Attributes>(http) is { Count: > 0 } attributes
                ? Named(name, attributes)
                : throw new AtlasException(AtlasErrorCode.InvalidParameters, "no business metadata attributes are given");
            AtlasHttp.NoContent(http, await active.SetBusinessMetadataAsync(
                AtlasHttp.Checked("guid", guid), given, overwrite: false, AtlasHttp.Caller(http), http.RequestAborted));
        });
        entities.MapDelete(NamedPath, async (string guid, string name, HttpContext http, IActiveInstance active)
            => AtlasHttp.NoContent(http, await active.RemoveBusinessMetadataAsync(
                AtlasHttp.Checked("guid", guid), Named(name, await ReadAsync<Attributes>(http)), AtlasHttp.Caller(http), http.RequestAborted)));
    }

    private static void MapImport(RouteGroupBuilder entities)
    {
        entities.MapGet("/businessmetadata/import/template", async (HttpContext http) =>
        {
            http.Response.ContentType = "application/octet-stream";
            http.Response.Headers.ContentDisposition = "attachment; filename=\"template_business_metadata.csv\"";
            await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(BusinessMetadataTemplate.Csv), http.RequestAborted);
        });
        entities.MapPost("/businessmetadata/import", async (HttpContext http, IActiveInstance active) =>
        {
            var (name, content) = await MultipartFile.ReadAsync(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAnswerAsync(http, await active.ImportBusinessMetadataAsync(name, content, AtlasHttp.Caller(http), http.RequestAborted));
        });
    }

    private static Dictionary<string, Attributes?> Named(string name, Attributes? attributes)
        => new() { [AtlasHttp.Checked("bmName", name)] = attributes };

    private static ValueTask<T?> ReadAsync<T>(HttpContext http)
        where T : class
        => AtlasHttp.ReadNullableAsync<T>(http.Request, http.RequestAborted);
}
