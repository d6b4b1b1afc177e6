using System.CommandLine;

namespace AtlasHa.Cli.Commands;

/// <summary><c>atlas-ha user</c>: entries of a file of users.</summary>
internal sealed class UserCommand : Command, IDetailedHelp
{
    public UserCommand(Terminal terminal)
        : base("user", "Makes entries of a file of users (AtlasHa:Security:UsersFile).")
    {
        Subcommands.Add(new UserAddCommand(terminal));
        Subcommands.Add(new UserHashCommand(terminal));
    }

    public string Details =>
        """
        The file has Apache Atlas's form, name=GROUP::hash. Running instances read it again when it changes.

        Examples:
          atlas-ha user add users-credentials.properties ann --role editor
          echo "$PASSWORD" | atlas-ha user add users-credentials.properties ann --role admin
          atlas-ha user hash
        """;
}
