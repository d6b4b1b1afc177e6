using System.CommandLine;
using System.Text.Json;
using AtlasHa.Cli.Http;

namespace AtlasHa.Cli.Commands;

/// <summary><c>atlas-ha pause</c>: nobody takes over by itself until <c>resume</c>.</summary>
internal sealed class PauseCommand : AdminCommand, IDetailedHelp
{
    private readonly Terminal _terminal;
    private readonly Option<string?> _reason = new("--reason") { Description = "Why; shown by status.", HelpName = "TEXT" };

    public PauseCommand(Terminal terminal)
        : base("pause", "Pauses automatic failover: the active stays, and nobody takes over when it goes.")
    {
        _terminal = terminal;
        Options.Add(_reason);
    }

    public string Details =>
        """
        The pause is kept in ZooKeeper and outlives restarts of every instance. A switchover with --to works meanwhile.

        Examples:
          atlas-ha pause --reason "network maintenance"
          atlas-ha resume
        """;

    protected override async Task ActAsync(AdminClient cluster, ParseResult parsed, CancellationToken cancellationToken)
    {
        var answer = await cluster.SendAsync(HttpMethod.Post, "pause", JsonSerializer.Serialize(new { reason = parsed.GetValue(_reason) }, Json), cancellationToken);
        var pause = answer.GetProperty("pause").Deserialize<PauseView>(Json)!;
        _terminal.Line($"{pause} Nobody takes over by itself until `atlas-ha resume`.");
    }
}
