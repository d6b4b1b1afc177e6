namespace AtlasHa.Cli.Tests.Support;

/// <summary>Runs the tool in this process, without a terminal.</summary>
internal static class Tool
{
    public static Task<ToolResult> RunAsync(params string[] arguments) => RunWithInputAsync(input: null, arguments);

    public static async Task<ToolResult> RunWithInputAsync(string? input, params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        using var reader = input is null ? null : new StringReader(input);
        var exitCode = await CliApp.RunAsync(arguments, new Terminal(output, error, isTerminal: false, reader), TestContext.Current.CancellationToken);
        return new ToolResult(exitCode, output.ToString(), error.ToString());
    }
}

internal sealed record ToolResult(int ExitCode, string Output, string Error);
