using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Gateway.Searches;
using AtlasHa.Gateway.Security;
using AtlasHa.Users;

namespace AtlasHa.Gateway.Endpoints;

/// <summary><c>/api/atlas/v2/search</c> but for saved searches, served by the ActiveInstance grain.</summary>
internal static class SearchEndpoints
{
    public static void MapSearch(this IEndpointRouteBuilder routes)
    {
        // A search sent as POST only reads.
        var search = routes.MapGroup("/api/atlas/v2/search").Requires(UserRole.Reader);
        search.AddEndpointFilter(RefuseWrongParametersAsync);
        search.AddEndpointFilter<RouteGroupBuilder, SearchFilter>();
        MapBasic(search);
        MapQuick(search);
        MapOthers(search);
    }

    private static void MapBasic(RouteGroupBuilder search)
    {
        search.MapGet("/basic", async (HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.SearchBasicAsync(
                new SearchParameters
                {
                    Query = Raw(http, "query"),
                    TypeName = AtlasHttp.Text(http.Request, "typeName"),
                    Classification = AtlasHttp.Text(http.Request, "classification"),
                    SortBy = AtlasHttp.Text(http.Request, "sortBy"),
                    SortOrder = Order(http),
                    ExcludeDeletedEntities = AtlasHttp.Flag(http.Request, "excludeDeletedEntities"),
                    Limit = Positive(http, "limit"),
                    Offset = Positive(http, "offset"),
                    Marker = AtlasHttp.Text(http.Request, "marker"),
                },
                http.RequestAborted)));
        search.MapPost("/basic", async (HttpContext http, IActiveInstance active) =>
        {
            var parameters = await AtlasHttp.ReadAsync<SearchParameters>(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAsync(http, await active.SearchBasicAsync(parameters, http.RequestAborted));
        });
    }

    private static void MapQuick(RouteGroupBuilder search)
    {
        search.MapGet("/quick", async (HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.SearchQuickAsync(
                new QuickSearchParameters
                {
                    Query = Raw(http, "query"),
                    TypeName = AtlasHttp.Text(http.Request, "typeName"),
                    ExcludeDeletedEntities = AtlasHttp.Flag(http.Request, "excludeDeletedEntities"),
                    Limit = Positive(http, "limit"),
                    Offset = Positive(http, "offset"),
                    SortBy = AtlasHttp.Text(http.Request, "sortBy"),
                    SortOrder = Order(http),
                },
                http.RequestAborted)));
        search.MapPost("/quick", async (HttpContext http, IActiveInstance active) =>
        {
            var parameters = await AtlasHttp.ReadAsync<QuickSearchParameters>(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAsync(http, await active.SearchQuickAsync(parameters, http.RequestAborted));
        });
    }

    private static void MapOthers(RouteGroupBuilder search)
    {
        search.MapGet("/dsl", async (HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.SearchDslAsync(
                Raw(http, "query"), AtlasHttp.Text(http.Request, "typeName"), AtlasHttp.Text(http.Request, "classification"), Number(http, "limit"),
                Number(http, "offset"), http.RequestAborted)));
        search.MapGet("/fulltext", async (HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.SearchFullTextAsync(
                Raw(http, "query") ?? "", AtlasHttp.Flag(http.Request, "excludeDeletedEntities"), Number(http, "limit"), Number(http, "offset"),
                http.RequestAborted)));
        search.MapGet("/attribute", async (HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.SearchByAttributeAsync(
                AtlasHttp.Text(http.Request, "attrName"), AtlasHttp.Text(http.Request, "attrValuePrefix"), AtlasHttp.Text(http.Request, "typeName"),
                Number(http, "limit"), Number(http, "offset"), http.RequestAborted)));
        search.MapGet("/suggestions", async (HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.SuggestAsync(
                Raw(http, "prefixString"), AtlasHttp.Text(http.Request, "fieldName"), http.RequestAborted)));
        search.MapGet("/relationship", async (HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.SearchRelatedAsync(Related(http), http.RequestAborted)));
        search.MapGet("/relations", async (HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.SearchRelationsAsync(
                new SearchParameters
                {
                    RelationshipName = AtlasHttp.Text(http.Request, "relationshipName"),
                    SortBy = AtlasHttp.Text(http.Request, "sortBy"),
                    SortOrder = Order(http),
                    Limit = Positive(http, "limit"),
                    Offset = Positive(http, "offset"),
                    Marker = AtlasHttp.Text(http.Request, "marker"),
                },
                http.RequestAborted)));
        search.MapPost("/relations", async (HttpContext http, IActiveInstance active) =>
        {
            var parameters = await AtlasHttp.ReadAsync<SearchParameters>(http.Request, http.RequestAborted);
            await AtlasHttp.WriteAsync(http, await active.SearchRelationsAsync(parameters, http.RequestAborted));
        });
    }

    private static RelatedSearchParameters Related(HttpContext http) => new()
    {
        Guid = AtlasHttp.Text(http.Request, "guid"),
        Relation = AtlasHttp.Text(http.Request, "relation"),
        Attributes = [.. http.Request.Query["attributes"].OfType<string>().Where(name => name.Length > 0).Select(name => AtlasHttp.Checked("attributes", name))],
        SortBy = AtlasHttp.Text(http.Request, "sortBy"),
        SortOrder = Order(http),
        ExcludeDeletedEntities = AtlasHttp.Flag(http.Request, "excludeDeletedEntities"),
        IncludeClassificationAttributes = AtlasHttp.Flag(http.Request, "includeClassificationAttributes"),
        GetApproximateCount = AtlasHttp.Flag(http.Request, "getApproximateCount"),
        DisableDefaultSorting = AtlasHttp.Flag(http.Request, "disableDefaultSorting"),
        Limit = Number(http, "limit"),
        Offset = Number(http, "offset"),
    };

    /// <summary>A query has a length limit, and an error, of its own.</summary>
    private static string? Raw(HttpContext http, string name) => http.Request.Query[name].FirstOrDefault();

    /// <summary>Absent or blank is 0.</summary>
    private static int Number(HttpContext http, string name) => AtlasHttp.TryNumber(http.Request, name, 0, out int number) ? number : 0;

    // GET takes a negative number for none, POST refuses it.
    private static int Positive(HttpContext http, string name) => Math.Max(Number(http, name), 0);

    private static SortOrder? Order(HttpContext http) => AtlasHttp.Text(http.Request, "sortOrder") switch
    {
        null => null,
        "DESCENDING" => SortOrder.Descending,
        _ => SortOrder.Ascending,
    };

    /// <summary>A number that is none, or another order than the two, is a page that is not there.</summary>
    private static async ValueTask<object?> RefuseWrongParametersAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (AtlasHttp.TryNumber(request, "limit", 0, out int _) && AtlasHttp.TryNumber(request, "offset", 0, out int _)
            && AtlasHttp.Text(request, "sortOrder") is null or "ASCENDING" or "DESCENDING")
            return await next(context);
        await AtlasHttp.NoSuchResourceAsync(context.HttpContext);
        return Results.Empty;
    }
}
