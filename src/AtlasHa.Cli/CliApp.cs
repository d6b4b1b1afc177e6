using System.CommandLine;
using System.CommandLine.Invocation;
using AtlasHa.Cli.Commands;
using AtlasHa.Cli.Processes;

namespace AtlasHa.Cli;

/// <summary>Runs one command and turns every way to fail into a sentence and an exit code.</summary>
internal static class CliApp
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var parsed = new AtlasHaCommand(terminal).Parse(arguments);
        var configuration = new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            // Signals are ours: `up` needs as long as the instances need to stop.
            ProcessTerminationTimeout = null,
        };
        if (parsed.Action is ParseErrorAction parseError)
        {
            parseError.ShowHelp = arguments.Count == 0;
            await parsed.InvokeAsync(configuration, cancellationToken);
            terminal.Error.WriteLine("Run it with --help to see what it takes.");
            return ExitCodes.Usage;
        }

        using var interrupt = new InterruptSignals(cancellationToken);
        try
        {
            return await parsed.InvokeAsync(configuration, interrupt.Token);
        }
        catch (OperationCanceledException) when (interrupt.Token.IsCancellationRequested)
        {
            terminal.Fail("interrupted.");
            return ExitCodes.Interrupted;
        }
        catch (Exception exception) when (exception is CliException or IOException or UnauthorizedAccessException)
        {
            terminal.Fail(parsed.GetValue(CommonOptions.Verbose) ? exception.ToString() : exception.Message);
            return exception is UsageException ? ExitCodes.Usage : ExitCodes.Failure;
        }
        catch (Exception exception)
        {
            terminal.Fail(parsed.GetValue(CommonOptions.Verbose)
                ? exception.ToString()
                : $"unexpected failure: {exception.Message} ({exception.GetType().Name}). Run it again with --verbose for the details and report them.");
            return ExitCodes.Failure;
        }
    }
}
