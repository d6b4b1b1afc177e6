using System.CommandLine;

namespace AtlasHa.Cli.Commands;

internal sealed class LoadCommand : Command
{
    public LoadCommand(Terminal terminal)
        : base("load")
    {
        terminal.Line("x");
    }
}
