using System.Security.Cryptography;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Gateway.Security;
using AtlasHa.Users;

namespace AtlasHa.Gateway.Endpoints;

/// <summary><c>admin/session</c>: who is asking, and settings that Atlas's user interface starts with.</summary>
internal static class SessionBody
{
    private const int TokenLength = 20;
    private const string TokenCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>What a browser is to send in <see cref="CrossSiteGuard.Header"/>; any value would do.</summary>
    private static readonly string Token = RandomNumberGenerator.GetString(TokenCharacters, TokenLength);

    public static Dictionary<string, object?> Of(User user, ServedFeatures served) => new()
    {
        ["atlas.rest-csrf.enabled"] = true,
        ["atlas.rest-csrf.browser-useragents-regex"] = CrossSiteGuard.Browsers,
        ["atlas.rest-csrf.methods-to-ignore"] = CrossSiteGuard.IgnoredMethods,
        ["atlas.rest-csrf.custom-header"] = CrossSiteGuard.Header,
        ["atlas.entity.update.allowed"] = user.Role >= UserRole.Editor,
        ["atlas.entity.create.allowed"] = user.Role >= UserRole.Editor,
        ["atlas.ui.editable.entity.types"] = "hdfs_path",
        ["atlas.ui.default.version"] = "v3",
        ["userName"] = user.Name,
        ["groups"] = new List<object?> { user.Group },
        ["timezones"] = TimeZoneInfo.GetSystemTimeZones().Select(zone => (object?)zone.Id).ToList(),
        ["atlas.ui.date.timezone.format.enabled"] = true,
        ["atlas.ui.date.format"] = "MM/DD/YYYY hh:mm:ss A",
        ["atlas.debug.metrics.enabled"] = false,
        ["atlas.tasks.enabled"] = true,
        ["atlas.tasks.ui.tab.enabled"] = false,
        ["atlas.lineage.on.demand.enabled"] = served.LineageOnDemand,
        ["atlas.lineage.on.demand.default.node.count"] = 3L,
        ["atlas.relationship.search.enabled"] = served.RelationshipSearch,
        ["_csrfToken"] = Token,
    };
}
