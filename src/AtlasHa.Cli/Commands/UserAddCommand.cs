using System.CommandLine;
using AtlasHa.Users;

namespace AtlasHa.Cli.Commands;

/// <summary><c>atlas-ha user add</c>: a user in a file, in the place of one of the same name.</summary>
internal sealed class UserAddCommand : Command
{
    private readonly Terminal _terminal;
    private readonly Argument<FileInfo> _file = new("file") { Description = "The file of users; made when it is not there." };
    private readonly Argument<string> _name = new("name") { Description = "The user's name." };
    private readonly Option<UserRole> _role = new("--role")
    {
        Description = "What the user may do: reader, editor (entities too) or admin (all).",
        HelpName = "ROLE",
        Required = true,
    };

    public UserAddCommand(Terminal terminal)
        : base("add", "Adds a user to a file, or gives one a new password and role. The password is asked for, or read from standard input.")
    {
        _terminal = terminal;
        Arguments.Add(_file);
        Arguments.Add(_name);
        // An enum would take numbers too.
        _role.AcceptOnlyFromAmong([.. Enum.GetNames<UserRole>().Select(name => name.ToLowerInvariant())]);
        Options.Add(_role);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = parsed.GetRequiredValue(_file).FullName;
        var name = parsed.GetRequiredValue(_name);
        var role = parsed.GetRequiredValue(_role);
        if (string.IsNullOrWhiteSpace(name) || name != name.Trim() || name.Contains(':') || name.Any(char.IsControl))
            throw new UsageException("a user's name must not be empty, begin or end with a blank, or have a colon or control characters in it.");
        var text = File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken) : "";
        Check(path, text);
        var user = new UserEntry(name, UserGroups.NameOf(role), role, PasswordHash.Create(_terminal.ReadPassword()));
        await ReplaceAsync(path, UserFile.With(text, user), cancellationToken);
        _terminal.Line($"{name} is {user.Group} in {path}.");
        return ExitCodes.Ok;
    }

    private static void Check(string path, string text)
    {
        try
        {
            UserFile.Parse(text);
        }
        catch (UserFileException wrong)
        {
            throw new CliException($"{path}: {wrong.Message}; nothing was changed.", wrong);
        }
    }

    // As a whole, so that an instance that reads it meanwhile finds the old or the new one; for its owner's eyes only.
    private static async Task ReplaceAsync(string path, string text, CancellationToken cancellationToken)
    {
        var next = $"{path}.{Environment.ProcessId}.new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = File.Exists(path) ? File.GetUnixFileMode(path) : UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            await using (var writer = new StreamWriter(next, options))
                await writer.WriteAsync(text.AsMemory(), cancellationToken);
            File.Move(next, path, overwrite: true);
        }
        finally
        {
            File.Delete(next);
        }
    }
}
