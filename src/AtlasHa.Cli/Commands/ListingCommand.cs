using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace AtlasHa.Cli.Commands;

/// <summary>A command that shows an answer of the active's as a table, or with <c>--json</c> as it came.</summary>
internal abstract class ListingCommand : CatalogueCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly Option<bool> _json;

    /// <param name="terminal">Where it is shown.</param>
    /// <param name="name">Of the command.</param>
    /// <param name="description">Of the command.</param>
    /// <param name="request">Method and route whose answer it is.</param>
    protected ListingCommand(Terminal terminal, string name, string description, string request)
        : base(name, description)
    {
        Terminal = terminal;
        _json = new Option<bool>("--json") { Description = $"Print JSON, in the shape of {request}." };
        Options.Add(_json);
    }

    protected Terminal Terminal { get; }

    protected bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    protected void Print(ParseResult parsed, JsonNode answer)
    {
        if (IsJson(parsed)) Terminal.Line(answer.ToJsonString(Indented));
        else Show(answer);
    }

    protected abstract void Show(JsonNode answer);

    /// <param name="items">Null is as good as none.</param>
    /// <param name="none">What is shown when there are none.</param>
    /// <param name="headings">Of the columns.</param>
    /// <param name="cells">Of one item's row.</param>
    protected void ShowTable(JsonArray? items, string none, IReadOnlyList<string> headings, Func<JsonObject, string[]> cells)
    {
        if (items is not { Count: > 0 })
        {
            Terminal.Line(none);
            return;
        }

        var table = Terminal.Table(headings);
        foreach (var item in items.OfType<JsonObject>()) table.AddRow(cells(item).Select(cell => new Text(cell)));
        Terminal.Console.Write(table);
    }

    /// <param name="milliseconds">Since the Unix epoch.</param>
    protected static string Time(JsonNode? milliseconds)
        => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds!.GetValue<long>()).ToString("u", CultureInfo.InvariantCulture);
}
