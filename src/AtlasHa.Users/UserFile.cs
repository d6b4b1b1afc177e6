using System.Text;

namespace AtlasHa.Users;

/// <summary>
/// Apache Atlas's <c>users-credentials.properties</c>: a line <c>name=GROUP::hash</c> for each user; lines that begin with # or ! are comments, and a
/// backslash takes the next character of a name as it is.
/// </summary>
public static class UserFile
{
    private const string GroupSeparator = "::";

    /// <summary>The users by name. Of a name that comes twice the last line counts, as in any properties file.</summary>
    /// <exception cref="UserFileException">A line is no user.</exception>
    public static IReadOnlyDictionary<string, UserEntry> Parse(string text)
    {
        var users = new Dictionary<string, UserEntry>(StringComparer.Ordinal);
        foreach (var (line, number) in Lines(text))
        {
            if (Read(line) is not { } parts)
                throw Wrong(number, "is not of the form name=GROUP::hash");
            var (name, group, hash) = parts;
            if (name.Length == 0 || name.Contains(':'))
                throw Wrong(number, "has no user name, or one with a colon, which HTTP basic authentication does not allow");
            var role = UserGroups.RoleOf(group) ?? throw Wrong(number, $"has group '{group}' for user {name}; expected one of {string.Join(", ", UserGroups.Names)}");
            if (!PasswordHash.IsKnown(hash))
                throw Wrong(number, $"has no hash of a known form for user {name}; make one with `atlas-ha user hash`");
            users[name] = new UserEntry(name, group, role, hash);
        }
        return users;
    }

    /// <summary>The line of a user.</summary>
    public static string Line(UserEntry user) => $"{Escape(user.Name)}={user.Group}{GroupSeparator}{user.PasswordHash}";

    /// <summary>The text with the user's line replaced, or added at the end; all else as it was.</summary>
    public static string With(string text, UserEntry user)
    {
        var lines = text.Split('\n').ToList();
        if (lines[^1].Length == 0)
            lines.RemoveAt(lines.Count - 1);
        lines.RemoveAll(line => !IsComment(line) && Read(line)?.Name == user.Name);
        return string.Join('\n', [.. lines, Line(user), ""]);
    }

    private static IEnumerable<(string Line, int Number)> Lines(string text) =>
        text.Split('\n').Select((line, i) => (line.Trim(), i + 1)).Where(line => !IsComment(line.Item1));

    private static bool IsComment(string line) => line.TrimStart() is "" or ['#' or '!', ..];

    /// <summary>The parts of a line; null when it is not of the form.</summary>
    private static (string Name, string Group, string Hash)? Read(string line)
    {
        var name = new StringBuilder();
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\' && i + 1 < line.Length)
                name.Append(line[++i]);
            else if (line[i] != '=')
                name.Append(line[i]);
            else
                return line[(i + 1)..].Trim().Split(GroupSeparator) is [var group, var hash] ? (name.ToString().Trim(), group.Trim(), hash.Trim()) : null;
        }
        return null;
    }

    private static string Escape(string name) => name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("=", "\\=", StringComparison.Ordinal)
        .Replace("#", "\\#", StringComparison.Ordinal).Replace("!", "\\!", StringComparison.Ordinal);

    private static UserFileException Wrong(int line, string what) => new($"line {line} {what}");
}
