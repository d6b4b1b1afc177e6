using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Gateway.Security;
using AtlasHa.Users;

namespace AtlasHa.Gateway.Endpoints;

/// <summary><c>/api/atlas/v2/types</c>, served by the ActiveInstance grain.</summary>
internal static class TypesEndpoints
{
    private static readonly (string Path, TypeCategory Category)[] Categories =
    [
        ("enumdef", TypeCategory.Enum),
        ("structdef", TypeCategory.Struct),
        ("classificationdef", TypeCategory.Classification),
        ("entitydef", TypeCategory.Entity),
        ("relationshipdef", TypeCategory.Relationship),
        ("businessmetadatadef", TypeCategory.BusinessMetadata),
    ];

    public static void MapTypes(this IEndpointRouteBuilder routes)
    {
        var types = routes.MapGroup("/api/atlas/v2/types").Requires(UserRole.Reader, toWrite: UserRole.Admin);
        MapLookup(types, "typedef", category: null);
        foreach (var (path, category) in Categories) MapLookup(types, path, category);

        types.MapGet("/typedefs", async (HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetTypesAsync(Filter(http.Request), http.RequestAborted)));
        types.MapGet("/typedefs/headers", async (HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetTypeHeadersAsync(Filter(http.Request), http.RequestAborted)));
        types.MapPost("/typedefs", async (HttpContext http, IActiveInstance active) =>
        {
            var defs = await AtlasHttp.ReadAsync<AtlasTypesDef>(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAnswerAsync(http, await active.CreateTypesAsync(defs, AtlasHttp.Caller(http), http.RequestAborted));
        });
        types.MapPut("/typedefs", async (HttpContext http, IActiveInstance active) =>
        {
            var defs = await AtlasHttp.ReadAsync<AtlasTypesDef>(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAnswerAsync(http, await active.UpdateTypesAsync(defs, AtlasHttp.Caller(http), http.RequestAborted));
        });
        types.MapDelete("/typedefs", async (HttpContext http, IActiveInstance active) =>
        {
            var defs = await AtlasHttp.ReadAsync<AtlasTypesDef>(http.Request, http.RequestAborted);
            var receipt = await active.DeleteTypesAsync(defs, AtlasHttp.Flag(http.Request, "force"), AtlasHttp.Caller(http), http.RequestAborted);
            AtlasHttp.NoContent(http, receipt);
        });
        types.MapDelete("/typedef/name/{name}", async (string name, HttpContext http, IActiveInstance active) =>
        {
            var receipt = await active.DeleteTypeByNameAsync(
                AtlasHttp.Checked("name", name), AtlasHttp.Flag(http.Request, "force"), AtlasHttp.Caller(http), http.RequestAborted);
            AtlasHttp.NoContent(http, receipt);
        });
    }

    private static void MapLookup(RouteGroupBuilder types, string path, TypeCategory? category)
    {
        types.MapGet($"/{path}/name/{{name}}", async (string name, HttpContext http, IActiveInstance active)
            => await WriteDefAsync(http, await active.GetTypeByNameAsync(AtlasHttp.Checked("name", name), category, http.RequestAborted)));
        types.MapGet($"/{path}/guid/{{guid}}", async (string guid, HttpContext http, IActiveInstance active)
            => await WriteDefAsync(http, await active.GetTypeByGuidAsync(AtlasHttp.Checked("guid", guid), category, http.RequestAborted)));
    }

    /// <summary>As object, so that the members of the definition's own category are written.</summary>
    private static Task WriteDefAsync(HttpContext http, AtlasBaseTypeDef def) => AtlasHttp.WriteAsync<object>(http, def);

    private static TypeSearchFilter Filter(HttpRequest request) => new()
    {
        Type = AtlasHttp.Text(request, "type"),
        Name = AtlasHttp.Text(request, "name"),
        NotName = AtlasHttp.Text(request, "notname"),
        SuperType = AtlasHttp.Text(request, "supertype"),
        NotSuperType = AtlasHttp.Text(request, "notsupertype"),
        ServiceType = AtlasHttp.Text(request, "servicetype"),
        NotServiceType = AtlasHttp.Text(request, "notservicetype"),
        ExcludeInternalTypesAndReferences = AtlasHttp.Flag(request, "excludeInternalTypesAndReferences"),
    };
}
