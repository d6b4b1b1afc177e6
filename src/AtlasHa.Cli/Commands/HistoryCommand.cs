using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using AtlasHa.Cli.Http;
using Spectre.Console;

namespace AtlasHa.Cli.Commands;

/// <summary><c>atlas-ha history</c>: who was active when, and why that changed.</summary>
internal sealed class HistoryCommand : AdminCommand, IDetailedHelp
{
    private readonly Terminal _terminal;
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON, in the shape of GET /api/atlas/admin/history." };

    public HistoryCommand(Terminal terminal)
        : base("history", "Shows the last changes of the active instance: why, how long each took, and the gap that users saw.")
    {
        _terminal = terminal;
        Options.Add(_json);
    }

    public string Details =>
        """
        TAKING OFFICE is the time for epoch + handlers + publication. GAP runs from when the old active began to leave
        to the publication of the new one; it is empty when the old one could not say when that was.

        Examples:
          atlas-ha history
          atlas-ha history --json --url http://host1:21000
        """;

    protected override async Task ActAsync(AdminClient cluster, ParseResult parsed, CancellationToken cancellationToken)
    {
        var answer = await cluster.SendAsync(HttpMethod.Get, "history", json: null, cancellationToken);
        if (parsed.GetValue(_json))
        {
            _terminal.Line(JsonSerializer.Serialize(answer, Json));
            return;
        }

        var table = new Table { Border = _terminal.IsInteractive ? TableBorder.Rounded : TableBorder.None };
        foreach (var heading in new[] { "EPOCH", "AT", "FROM", "TO", "GAP", "TAKING OFFICE", "REASON" })
            table.AddColumn(new TableColumn(new Text(heading)) { NoWrap = heading is not "REASON" });
        foreach (var change in answer.GetProperty("changes").Deserialize<IReadOnlyList<ChangeView>>(Json)!)
        {
            table.AddRow(
                new Text(change.Epoch.ToString(CultureInfo.InvariantCulture)),
                new Text(change.At.ToString("u", CultureInfo.InvariantCulture)),
                new Text(change.From ?? "-"),
                new Text(change.To),
                new Text(change.GapMs is { } gap ? $"{gap} ms" : ""),
                new Text(string.Create(CultureInfo.InvariantCulture, $"{change.ClaimMs:0.#} + {change.ActivateMs:0.#} + {change.PublishMs:0.#} ms")),
                new Text(change.Reason));
        }

        _terminal.Console.Write(table);
    }
}
