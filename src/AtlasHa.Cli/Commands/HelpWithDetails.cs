using System.CommandLine;
using System.CommandLine.Invocation;

namespace AtlasHa.Cli.Commands;

/// <summary>The usual help, followed by the command's details.</summary>
internal sealed class HelpWithDetails(SynchronousCommandLineAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var result = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is IDetailedHelp command) parseResult.InvocationConfiguration.Output.WriteLine(command.Details);
        return result;
    }
}
