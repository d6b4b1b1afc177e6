using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using AtlasHa.Cli.Http;

namespace AtlasHa.Cli.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Show stack traces of failures.",
        Recursive = true,
    };

    public static Option<DirectoryInfo> Data() => new("--data")
    {
        Description = "Directory of the local cluster.",
        HelpName = "DIR",
        DefaultValueFactory = _ => new DirectoryInfo(".atlas-ha"),
    };

    public static Option<Uri[]> Urls() => Urls("--url", "Base URL of an instance; repeatable. Used instead of the local cluster.");

    public static Option<Uri[]> Urls(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "URL",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = ParseUrls,
    };

    public static Option<Credentials?> User() => new("--user")
    {
        Description = $"NAME:PASSWORD of a user of the cluster; better given in the environment variable {Credentials.Variable}, as others can see a command line.",
        HelpName = "NAME:PASSWORD",
        DefaultValueFactory = result =>
        {
            try
            {
                return Credentials.FromEnvironment();
            }
            catch (UsageException wrong)
            {
                result.AddError(wrong.Message);
                return null;
            }
        },
        CustomParser = result =>
        {
            var parsed = Credentials.Parse(result.Tokens[0].Value);
            if (parsed is null) result.AddError("--user takes NAME:PASSWORD.");
            return parsed;
        },
    };

    public static Option<double> Timeout(double seconds, string description)
        => new("--timeout")
        {
            Description = description,
            HelpName = "SECONDS",
            DefaultValueFactory = _ => seconds,
            CustomParser = result =>
            {
                const double MaxSeconds = 86_400;
                if (double.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= MaxSeconds) return value;
                result.AddError($"--timeout takes a number of seconds above 0, at most {MaxSeconds}, not '{result.Tokens[0].Value}'.");
                return default;
            },
        };

    public static Option<int> Port(string name, int defaultValue, string description) => InRange(name, "PORT", defaultValue, 1, 65_535, description);

    public static Option<int> InRange(string name, string helpName, int defaultValue, int min, int max, string description)
        => new(name)
        {
            Description = description,
            HelpName = helpName,
            DefaultValueFactory = _ => defaultValue,
            CustomParser = result =>
            {
                if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max) return value;
                result.AddError($"{name} takes a number from {min} to {max}, not '{result.Tokens[0].Value}'.");
                return default;
            },
        };

    private static Uri[]? ParseUrls(ArgumentResult result)
    {
        var urls = new List<Uri>();
        foreach (var token in result.Tokens)
        {
            if (Uri.TryCreate(token.Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            {
                urls.Add(url);
                continue;
            }

            result.AddError($"'{token.Value}' is no http URL; write for example http://127.0.0.1:21000.");
            return null;
        }

        return [.. urls];
    }
}
