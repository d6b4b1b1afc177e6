using System.CommandLine;
using System.Text.Json.Nodes;
using AtlasHa.Cli.Http;

namespace AtlasHa.Cli.Commands;

/// <summary><c>atlas-ha audits</c>: who has purged, exported, imported and changed types, and who was active when.</summary>
internal sealed class AuditsCommand : ListingCommand, IDetailedHelp
{
    private const string Route = "/api/atlas/admin/audits";

    private const int LongestCell = 60;

    private readonly Option<string?> _operation = new("--operation") { Description = "Only entries of this kind, such as PURGE.", HelpName = "NAME" };
    private readonly Option<string?> _by = new("--by") { Description = "Only what this user did.", HelpName = "NAME" };
    private readonly Option<int> _limit = CommonOptions.InRange("--limit", "COUNT", 50, 1, 10_000, "Show the newest ones, at most so many.");

    public AuditsCommand(Terminal terminal)
        : base(terminal, "audits", "Lists operations on the whole catalogue, newest first: purges, exports, imports, changes of types, new actives.", $"POST {Route}")
    {
        Options.Add(_operation);
        Options.Add(_by);
        Options.Add(_limit);
    }

    public string Details =>
        """
        Examples:
          atlas-ha audits
          atlas-ha audits --operation PURGE --by ann
          atlas-ha audits --json --limit 1000 --url http://host1:21000
        """;

    protected override async Task ActAsync(AtlasHttp cluster, ParseResult parsed, CancellationToken cancellationToken)
    {
        var search = new { auditFilters = Filters(parsed), limit = parsed.GetValue(_limit), offset = 0, sortBy = "startTime", sortOrder = "DESCENDING" };
        Print(parsed, await AskAsync(cluster, HttpMethod.Post, Route, search, cancellationToken));
    }

    protected override void Show(JsonNode answer) => ShowTable(
        answer.AsArray(), "No entry.", ["AT", "OPERATION", "USER", "FROM", "COUNT", "WHAT"],
        entry =>
        [
            Time(entry["startTime"]), $"{entry["operation"]}", $"{entry["userName"]}", $"{entry["clientId"]}", $"{entry["resultCount"]}",
            Shortened($"{entry["params"]}"),
        ]);

    /// <summary>An empty object when nothing is filtered.</summary>
    private object Filters(ParseResult parsed)
    {
        var (operation, by) = (parsed.GetValue(_operation), parsed.GetValue(_by));
        List<object> criterion = [];
        if (!string.IsNullOrWhiteSpace(operation)) criterion.Add(new { attributeName = "operation", @operator = "=", attributeValue = operation });
        if (!string.IsNullOrWhiteSpace(by)) criterion.Add(new { attributeName = "userName", @operator = "=", attributeValue = by });
        return criterion.Count == 0 ? new { } : new { condition = "AND", criterion };
    }

    private static string Shortened(string text) => text.Length <= LongestCell ? text : string.Concat(text.AsSpan(0, LongestCell - 3), "...");
}
