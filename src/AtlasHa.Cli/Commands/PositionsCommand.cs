using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AtlasHa.Cli.Http;

namespace AtlasHa.Cli.Commands;

/// <summary><c>atlas-ha notifications positions</c>: how far Kafka's partitions have been processed, and where one goes on.</summary>
internal sealed class PositionsCommand : ListingCommand, IDetailedHelp
{
    private const string Route = "/api/atlas/admin/notifications/positions";

    private readonly Option<PositionReset[]> _reset = new("--reset")
    {
        Description = "Have a partition read on from an offset, earliest, latest, or a time (ISO 8601, UTC unless it names a zone); repeatable.",
        HelpName = "TOPIC:PARTITION=WHERE",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result =>
        {
            var parsed = result.Tokens.Select(token => PositionReset.Parse(token.Value)).ToList();
            if (parsed.Contains(null)) result.AddError("--reset takes TOPIC:PARTITION=WHERE, such as ATLAS_HOOK:0=earliest.");
            return [.. parsed.OfType<PositionReset>()];
        },
    };

    public PositionsCommand(Terminal terminal)
        : base(terminal, "positions", "Shows how far Kafka's partitions have been processed, and sets where they go on.", $"GET {Route}") => Options.Add(_reset);

    public string Details =>
        """
        The positions are the cluster's own: Kafka's tools do not show or set them. A partition whose position its brokers do
        not hold (the topic was made anew, or messages were removed before they were processed) is not read until it is reset.
        A position that is set back has messages processed again; one that is set forward leaves messages out for good.

        Examples:
          atlas-ha notifications positions
          atlas-ha notifications positions --reset ATLAS_HOOK:0=earliest
          atlas-ha notifications positions --reset ATLAS_HOOK:0=4711 --reset ATLAS_HOOK:1=2026-01-31T12:00:00Z
        """;

    protected override async Task ActAsync(AtlasHttp cluster, ParseResult parsed, CancellationToken cancellationToken)
    {
        foreach (var reset in parsed.GetValue(_reset) ?? []) await ResetAsync(cluster, reset, cancellationToken);
        if (parsed.GetValue(_reset) is { Length: > 0 } && !IsJson(parsed)) return;
        Print(parsed, await AskAsync(cluster, HttpMethod.Get, Route, body: null, cancellationToken));
    }

    private async Task ResetAsync(AtlasHttp cluster, PositionReset reset, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { topic = reset.Topic, partition = reset.Partition, to = reset.To });
        var answer = await cluster.SendOnceAsync(HttpMethod.Post, Route, body, Guid.NewGuid().ToString("N"), cancellationToken);
        if (!answer.IsSuccess) throw new CliException($"the cluster refused it: {answer.DescribeError()}");
        var change = answer.Json() ?? throw new CliException($"POST {Route} was answered without JSON; is this an AtlasHa cluster?");
        Terminal.Line($"{reset.Topic}:{reset.Partition} goes on at {change["position"]}; it was at {Number(change["previous"], "its beginning")}.");
    }

    protected override void Show(JsonNode answer)
    {
        if (answer["problem"] is { } problem) Terminal.Line($"The brokers cannot be asked: {problem}");
        ShowTable(
            answer["positions"]?.AsArray(), "No partition is known.", ["TOPIC:PARTITION", "POSITION", "BEGINNING", "END", "LAG", "PROBLEM"],
            position =>
            [
                $"{position["topic"]}:{position["partition"]}", Number(position["position"], "-"), Number(position["beginning"], "?"),
                Number(position["end"], "?"), Number(position["lag"], "?"), $"{position["problem"]}",
            ]);
    }

    private static string Number(JsonNode? number, string absent) => number?.GetValue<long>().ToString(CultureInfo.InvariantCulture) ?? absent;
}
