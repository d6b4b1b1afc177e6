using System.CommandLine;
using System.CommandLine.Parsing;

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

    public static Option<Uri[]> Urls() => new("--url")
    {
        Description = "Base URL of an instance; repeatable. Used instead of the local cluster.",
        HelpName = "URL",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = ParseUrls,
    };

    public static Option<double> Timeout(double seconds, string description)
    {
        var option = new Option<double>("--timeout") { Description = description, HelpName = "SECONDS", DefaultValueFactory = _ => seconds };
        option.Validators.Add(result =>
        {
            if (result.GetValue(option) is not (> 0 and <= 86_400)) result.AddError("--timeout takes a number of seconds above 0, at most 86400.");
        });
        return option;
    }

    public static Option<int> Port(string name, int defaultValue, string description) => InRange(name, "PORT", defaultValue, 1, 65_535, description);

    public static Option<int> InRange(string name, string helpName, int defaultValue, int min, int max, string description)
    {
        var option = new Option<int>(name) { Description = description, HelpName = helpName, DefaultValueFactory = _ => defaultValue };
        option.Validators.Add(result =>
        {
            var value = result.GetValue(option);
            if (value < min || value > max) result.AddError($"{name} takes a number from {min} to {max}, not {value}.");
        });
        return option;
    }

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
