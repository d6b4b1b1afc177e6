using System.Net.Http.Headers;
using System.Text;

namespace AtlasHa.Cli.Http;

/// <summary>A user of the cluster, for HTTP basic authentication.</summary>
internal sealed record Credentials(string Name, string Password)
{
    /// <summary>Where they come from when no option gives them: a command line can be seen by every user of the machine.</summary>
    public const string Variable = "ATLAS_HA_USER";

    /// <summary>The same for a user of the Atlas that is imported from.</summary>
    public const string SourceVariable = "ATLAS_HA_FROM_USER";

    public AuthenticationHeaderValue Header => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Name}:{Password}")));

    /// <exception cref="UsageException">The variable is not of the form NAME:PASSWORD.</exception>
    public static Credentials? FromEnvironment(string variable = Variable) => Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } value
        ? null
        : Parse(value) ?? throw new UsageException($"the environment variable {variable} must be NAME:PASSWORD.");

    /// <summary>Null when the text is not NAME:PASSWORD.</summary>
    public static Credentials? Parse(string text) => text.Split(':', 2) is [{ Length: > 0 } name, var password] ? new Credentials(name, password) : null;

    // A password must not get into an output with the record.
    public override string ToString() => Name;
}
