using System.CommandLine;

namespace AtlasHa.Cli.Commands;

/// <summary><c>atlas-ha notifications</c>: messages of hooks that were given up, and the reading from Kafka.</summary>
internal sealed class NotificationsCommand : Command, IDetailedHelp
{
    public NotificationsCommand(Terminal terminal)
        : base("notifications", "Lists messages of hooks that were given up, has them processed again or drops them, and shows and sets where Kafka is read.")
    {
        Subcommands.Add(new FailedNotificationsCommand(terminal));
        Subcommands.Add(new NotificationIdsCommand(terminal, "replay", "replayed", "Puts failed messages at the end of their topics, once what was wrong has been put right."));
        Subcommands.Add(new NotificationIdsCommand(terminal, "drop", "dropped", "Forgets failed messages."));
        Subcommands.Add(new PositionsCommand(terminal));
    }

    public string Details =>
        """
        A message that the catalogue refuses, or that cannot be read, is tried some times and then put aside, so that those
        after it are not held up. How many wait and how many failed is in `atlas-ha status --json` and in /metrics.

        Examples:
          atlas-ha notifications failed
          atlas-ha notifications replay 17 18
          atlas-ha notifications drop --all
          atlas-ha notifications positions
        """;
}
