using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using AtlasHa.Cli.Http;

namespace AtlasHa.Cli.Commands;

/// <summary><c>atlas-ha notifications replay</c> and <c>drop</c>: something is done with failed messages, given by id or all of them.</summary>
internal sealed class NotificationIdsCommand : CatalogueCommand
{
    private const int PageSize = 1000;

    private readonly Terminal _terminal;
    private readonly string _done;
    private readonly Argument<long[]> _ids = new("id") { Description = "Ids, as `atlas-ha notifications failed` shows them.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _all = new("--all") { Description = "All that have failed until now." };

    public NotificationIdsCommand(Terminal terminal, string name, string done, string description)
        : base(name, description)
    {
        (_terminal, _done) = (terminal, done);
        Arguments.Add(_ids);
        Options.Add(_all);
        Validators.Add(result =>
        {
            if (result.GetValue(_all) == result.GetValue(_ids) is { Length: > 0 })
                result.AddError($"{name} takes either ids or --all.");
        });
    }

    protected override async Task ActAsync(AtlasHttp cluster, ParseResult parsed, CancellationToken cancellationToken)
    {
        var ids = parsed.GetValue(_all) ? await AllAsync(cluster, cancellationToken) : parsed.GetRequiredValue(_ids);
        var count = 0;
        foreach (var page in ids.Chunk(PageSize))
            count += (await AskAsync(cluster, HttpMethod.Post, $"/api/atlas/admin/notifications/failed/{Name}", page, cancellationToken))[_done]!.GetValue<int>();
        _terminal.Line($"{count} of {ids.Length} messages {_done}.");
    }

    private static async Task<long[]> AllAsync(AtlasHttp cluster, CancellationToken cancellationToken)
    {
        List<long> ids = [];
        while (true)
        {
            // A replayed message that fails again has a higher id, and is not met twice.
            var path = string.Create(CultureInfo.InvariantCulture, $"/api/atlas/admin/notifications/failed?limit={PageSize}&after={ids.LastOrDefault()}");
            var page = (await AskAsync(cluster, HttpMethod.Get, path, body: null, cancellationToken))["failed"]?.AsArray() ?? [];
            if (page.Count == 0) return [.. ids];
            ids.AddRange(page.OfType<JsonObject>().Select(message => message["id"]!.GetValue<long>()));
        }
    }
}
