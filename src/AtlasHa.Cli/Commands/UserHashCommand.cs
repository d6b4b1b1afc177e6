using System.CommandLine;
using AtlasHa.Users;

namespace AtlasHa.Cli.Commands;

/// <summary><c>atlas-ha user hash</c>: the hash of a password, for a file that is made otherwise.</summary>
internal sealed class UserHashCommand : Command
{
    public UserHashCommand(Terminal terminal)
        : base("hash", "Prints a salted hash of a password. The password is asked for, or read from standard input.")
        => SetAction(_ =>
        {
            terminal.Line(PasswordHash.Create(terminal.ReadPassword()));
            return ExitCodes.Ok;
        });
}
