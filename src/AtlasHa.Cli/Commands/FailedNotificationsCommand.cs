using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AtlasHa.Cli.Http;
using Spectre.Console;

namespace AtlasHa.Cli.Commands;

/// <summary><c>atlas-ha notifications failed</c>: what was given up, and why.</summary>
internal sealed class FailedNotificationsCommand : CatalogueCommand
{
    private readonly Terminal _terminal;
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON, in the shape of GET /api/atlas/admin/notifications/failed." };
    private readonly Option<int> _limit = CommonOptions.InRange("--limit", "COUNT", 100, 1, 1000, "Show the oldest ones, at most so many.");

    public FailedNotificationsCommand(Terminal terminal)
        : base("failed", "Lists the messages that were given up, oldest first, with the reasons.")
    {
        _terminal = terminal;
        Options.Add(_json);
        Options.Add(_limit);
    }

    protected override async Task ActAsync(AtlasHttp cluster, ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/api/atlas/admin/notifications/failed?limit={parsed.GetValue(_limit)}");
        var answer = await AskAsync(cluster, HttpMethod.Get, path, body: null, cancellationToken);
        if (parsed.GetValue(_json))
        {
            _terminal.Line(answer.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
            return;
        }

        var failed = answer["failed"]?.AsArray() ?? [];
        if (failed.Count == 0)
        {
            _terminal.Line("No message has failed.");
            return;
        }

        var table = _terminal.Table("ID", "AT", "TOPIC", "OFFSET", "TRIES", "REASON");
        foreach (var message in failed.OfType<JsonObject>())
        {
            table.AddRow(
                new Text($"{message["id"]}"),
                new Text(DateTimeOffset.FromUnixTimeMilliseconds(message["time"]!.GetValue<long>()).ToString("u", CultureInfo.InvariantCulture)),
                new Text(message["partition"] is { } partition ? $"{message["topic"]}/{partition}" : $"{message["topic"]}"),
                new Text($"{message["offset"]}"),
                new Text($"{message["tries"]}"),
                new Text($"{message["error"]}"));
        }

        _terminal.Console.Write(table);
    }
}
