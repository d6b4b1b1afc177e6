using System.CommandLine;
using System.CommandLine.Invocation;
using AtlasHa.Cli.Commands;
using AtlasHa.Cli.Processes;

namespace AtlasHa.Cli;

/// <summary>Builds the command tree, runs one command and turns every way to fail into a sentence and an exit code.</summary>
internal static class CliApp
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var root = CreateRoot(terminal);
        var parsed = root.Parse(arguments);
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
            parseError.ShowHelp = false;
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
            return ExitCodes.Failure;
        }
        catch (Exception exception)
        {
            terminal.Fail(parsed.GetValue(CommonOptions.Verbose)
                ? exception.ToString()
                : $"unexpected failure: {exception.Message} ({exception.GetType().Name}). Run it again with --verbose for the details and report them.");
            return ExitCodes.Failure;
        }
    }

    private static RootCommand CreateRoot(Terminal terminal)
    {
        var root = new RootCommand(
            """
            Runs and inspects an active-passive AtlasHa cluster.

            Examples:
              atlas-ha up                        a local ZooKeeper and three instances, until Ctrl-C
              atlas-ha up --detach               the same in the background
              atlas-ha status --watch            who is active
              atlas-ha load models/ data.json    types and entities, through any instance
              atlas-ha kill active               crash the active and watch another take over
              atlas-ha down                      stop everything; data stays in ./.atlas-ha

            Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
            """)
        {
            new UpCommand(terminal),
            new DownCommand(terminal),
            new StatusCommand(terminal),
            new KillCommand(terminal),
            new StopCommand(terminal),
            new StartCommand(terminal),
            new LoadCommand(terminal),
        };
        root.Options.Add(CommonOptions.Verbose);
        return root;
    }
}
