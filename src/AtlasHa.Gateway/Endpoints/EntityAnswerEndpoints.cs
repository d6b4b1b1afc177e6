using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>
/// Reads of one entity, which are most of all requests: answered with what this process has kept, else by the ActiveInstance grain. The
/// services are the host's and not the request's, for which a scope would be made each time.
/// </summary>
internal sealed class EntityAnswerEndpoints
{
    private readonly IKeptAnswers _kept;
    private readonly Lazy<IActiveInstance> _active;

    private EntityAnswerEndpoints(IServiceProvider services)
    {
        _kept = services.GetRequiredService<IKeptAnswers>();
        // The silo that it belongs to is not there yet when routes are mapped.
        _active = new Lazy<IActiveInstance>(services.GetRequiredService<IActiveInstance>);
    }

    public static void Map(IEndpointRouteBuilder entities)
    {
        var endpoints = new EntityAnswerEndpoints(entities.ServiceProvider);
        entities.MapGet("/guid/{guid}", http => endpoints.AnswerAsync(http, ByGuid(http, ReadOptions(http))));
        entities.MapGet("/guid/{guid}/header", http => endpoints.AnswerAsync(http, ByGuid(http, options: null)));
        entities.MapGet("/uniqueAttribute/type/{typeName}", http => endpoints.AnswerAsync(http, ByUniqueAttributes(http, ReadOptions(http))));
        entities.MapGet("/uniqueAttribute/type/{typeName}/header", http => endpoints.AnswerAsync(http, ByUniqueAttributes(http, options: null)));
    }

    /// <summary>How much of an entity the query asks for.</summary>
    public static EntityReadOptions ReadOptions(HttpContext http) => !http.Request.QueryString.HasValue
        ? EntityReadOptions.Default
        : new()
        {
            MinExtInfo = AtlasHttp.Flag(http.Request, "minExtInfo"),
            IgnoreRelationships = AtlasHttp.Flag(http.Request, "ignoreRelationships"),
        };

    private async Task AnswerAsync(HttpContext http, EntityQuestion question)
    {
        var answer = await _kept.FindAsync(question) ?? await _active.Value.AnswerAsync(question, http.RequestAborted);
        await AtlasHttp.WriteJsonAsync(http, answer.Utf8);
    }

    private static EntityQuestion ByGuid(HttpContext http, EntityReadOptions? options) => EntityQuestion.ByGuid(RouteValue(http, "guid"), options);

    private static EntityQuestion ByUniqueAttributes(HttpContext http, EntityReadOptions? options) =>
        EntityQuestion.ByUniqueAttributes(RouteValue(http, "typeName"), AtlasHttp.Unique(http.Request), options);

    private static string RouteValue(HttpContext http, string name) => AtlasHttp.Checked(name, (string)http.Request.RouteValues[name]!);
}
