using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace AtlasHa.Cli.Commands;

/// <summary><c>atlas-ha</c> itself: the commands and what they share.</summary>
internal sealed class AtlasHaCommand : RootCommand, IDetailedHelp
{
    public AtlasHaCommand(Terminal terminal)
        : base("Runs and inspects an active-passive AtlasHa cluster.")
    {
        Subcommands.Add(new UpCommand(terminal));
        Subcommands.Add(new DownCommand(terminal));
        Subcommands.Add(new StatusCommand(terminal));
        Subcommands.Add(new KillCommand(terminal));
        Subcommands.Add(new StopCommand(terminal));
        Subcommands.Add(new StartCommand(terminal));
        Subcommands.Add(new LoadCommand(terminal));
        Subcommands.Add(new ImportCommand(terminal));
        Subcommands.Add(new SwitchoverCommand(terminal));
        Subcommands.Add(new PauseCommand(terminal));
        Subcommands.Add(new ResumeCommand(terminal));
        Subcommands.Add(new HistoryCommand(terminal));
        Subcommands.Add(new AuditsCommand(terminal));
        Subcommands.Add(new NotificationsCommand(terminal));
        Subcommands.Add(new UserCommand(terminal));
        Options.Add(CommonOptions.Verbose);
        var help = Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithDetails((SynchronousCommandLineAction)help.Action!);
    }

    public string Details =>
        """
        Examples:
          atlas-ha up                        a local ZooKeeper and three instances, until Ctrl-C
          atlas-ha up --detach               the same in the background
          atlas-ha status --watch            who is active
          atlas-ha load models/ data.json    types and entities, through any instance
          atlas-ha kill active               crash the active and watch another take over
          atlas-ha switchover --to id2       another instance takes over, no request fails
          atlas-ha down                      stop everything; data stays in ./.atlas-ha

        Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
        """;
}
