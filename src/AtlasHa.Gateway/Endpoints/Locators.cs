using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>The entity that a request's path and query name.</summary>
internal static class Locators
{
    /// <summary>By the route value <c>guid</c>.</summary>
    public static EntityLocator ByGuid(HttpContext http) => EntityLocator.Of(AtlasHttp.Checked("guid", (string)http.GetRouteValue("guid")!));

    /// <summary>By the route value <c>typeName</c> and query parameters <c>attr:name=value</c>.</summary>
    public static EntityLocator ByUniqueAttributes(HttpContext http)
        => EntityLocator.Of(AtlasHttp.Checked("typeName", (string)http.GetRouteValue("typeName")!), AtlasHttp.Unique(http.Request));
}
