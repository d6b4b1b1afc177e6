using System.CommandLine;
using System.Text.Json;
using AtlasHa.Cli.Http;

namespace AtlasHa.Cli.Commands;

/// <summary><c>atlas-ha switchover</c>: moves the service to another instance while users go on working.</summary>
internal sealed class SwitchoverCommand : AdminCommand, IDetailedHelp
{
    private readonly Terminal _terminal;
    private readonly Option<string?> _to = new("--to") { Description = "Id of the instance that is to become active; else the one with the highest priority.", HelpName = "INSTANCE" };
    private readonly Option<bool> _wait = new("--wait") { Description = "Wait until it is done.", HelpName = "true|false", DefaultValueFactory = _ => true };

    public SwitchoverCommand(Terminal terminal)
        : base("switchover", "Lets the active instance hand over to another; requests are held meanwhile, not failed.")
    {
        _terminal = terminal;
        Options.Add(_to);
        Options.Add(_wait);
    }

    public string Details =>
        """
        The active finishes its requests, then the chosen instance takes over. If that one fails on the way, any other
        takes over and this command fails. Works also while automatic failover is paused, with --to.

        Exit code: 0 when it is done (or, with --wait false, accepted), else 1.

        Examples:
          atlas-ha switchover
          atlas-ha switchover --to id2
          atlas-ha switchover --to id2 --wait false --url http://host1:21000
        """;

    protected override async Task ActAsync(AdminClient cluster, ParseResult parsed, CancellationToken cancellationToken)
    {
        var wait = parsed.GetValue(_wait);
        var body = JsonSerializer.Serialize(new { candidate = parsed.GetValue(_to) }, Json);
        var answer = await cluster.SendAsync(HttpMethod.Post, wait ? "switchover" : "switchover?wait=false", body, cancellationToken);
        var (from, to) = (answer.GetProperty("from").GetString(), answer.GetProperty("to").GetString());
        _terminal.Line(wait
            ? $"{to} is active with epoch {answer.GetProperty("epoch")}, {answer.GetProperty("millis")} ms after {from} was asked to hand over."
            : $"{from} was asked to hand over to {to}; see `atlas-ha status`.");
    }
}
