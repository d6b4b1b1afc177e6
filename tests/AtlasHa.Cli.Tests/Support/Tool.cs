namespace AtlasHa.Cli.Tests.Support;

/// <summary>Runs the tool in this process, without a terminal.</summary>
internal static class Tool
{
    public static async Task<ToolResult> RunAsync(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        var exitCode = await CliApp.RunAsync(arguments, new Terminal(output, error, isTerminal: false), TestContext.Current.CancellationToken);
        return new ToolResult(exitCode, output.ToString(), error.ToString());
    }
}

internal sealed record ToolResult(int ExitCode, string Output, string Error);
