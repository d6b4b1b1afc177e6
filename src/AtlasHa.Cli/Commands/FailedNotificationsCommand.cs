using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using AtlasHa.Cli.Http;

namespace AtlasHa.Cli.Commands;

/// <summary><c>atlas-ha notifications failed</c>: what was given up, and why.</summary>
internal sealed class FailedNotificationsCommand : ListingCommand
{
    private const string Route = "/api/atlas/admin/notifications/failed";

    private readonly Option<int> _limit = CommonOptions.InRange("--limit", "COUNT", 100, 1, 1000, "Show the oldest ones, at most so many.");

    public FailedNotificationsCommand(Terminal terminal)
        : base(terminal, "failed", "Lists the messages that were given up, oldest first, with the reasons.", $"GET {Route}") => Options.Add(_limit);

    protected override async Task ActAsync(AtlasHttp cluster, ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"{Route}?limit={parsed.GetValue(_limit)}");
        Print(parsed, await AskAsync(cluster, HttpMethod.Get, path, body: null, cancellationToken));
    }

    protected override void Show(JsonNode answer) => ShowTable(
        answer["failed"]?.AsArray(), "No message has failed.", ["ID", "AT", "TOPIC", "OFFSET", "TRIES", "REASON"],
        message =>
        [
            $"{message["id"]}", Time(message["time"]), message["partition"] is { } partition ? $"{message["topic"]}/{partition}" : $"{message["topic"]}",
            $"{message["offset"]}", $"{message["tries"]}", $"{message["error"]}",
        ]);
}
