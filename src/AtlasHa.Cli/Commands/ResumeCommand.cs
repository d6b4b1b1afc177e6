using System.CommandLine;
using AtlasHa.Cli.Http;

namespace AtlasHa.Cli.Commands;

/// <summary><c>atlas-ha resume</c>: ends a pause.</summary>
internal sealed class ResumeCommand(Terminal terminal) : AdminCommand("resume", "Ends a pause of automatic failover; if nobody is active, an election follows at once.")
{
    protected override async Task ActAsync(AdminClient cluster, ParseResult parsed, CancellationToken cancellationToken)
    {
        await cluster.SendAsync(HttpMethod.Post, "resume", json: null, cancellationToken);
        terminal.Line("Automatic failover is on.");
    }
}
