using AtlasHa.Cli.Http;

namespace AtlasHa.Cli.Commands;

/// <summary>Whom <c>import --from</c> reads from, and as which user.</summary>
internal sealed record ImportSource(IReadOnlyList<Uri> Urls, Credentials? User)
{
    public string Name => Urls[0].GetLeftPart(UriPartial.Authority);

    /// <summary>The file of the list and, with an ending, of the progress, when none is given.</summary>
    public string DefaultWork => $"atlas-import-{Urls[0].Host}-{Urls[0].Port}.list".Replace(':', '_');

    /// <summary>With the password from the environment, if it is this user's, or else asked for.</summary>
    /// <exception cref="UsageException">A URL, the name or the environment variable is malformed.</exception>
    public static ImportSource Of(IReadOnlyList<Uri> urls, string? userName, Terminal terminal)
    {
        // A path would be left out of the requests, and a password would get into the list and the messages.
        if (urls.FirstOrDefault(url => url.UserInfo.Length > 0 || url.PathAndQuery != "/") is { } more)
            throw new UsageException($"--from takes http(s)://HOST:PORT without anything more, unlike the one of {more.Authority}; the user goes into --from-user.");
        var given = Credentials.FromEnvironment(Credentials.SourceVariable);
        if (userName is null || userName == given?.Name) return new ImportSource(urls, given);
        if (userName.Length == 0 || userName.Contains(':'))
            throw new UsageException($"--from-user takes a name; the password is asked for, or taken with the name from {Credentials.SourceVariable} (NAME:PASSWORD).");
        return new ImportSource(urls, new Credentials(userName, terminal.ReadPassword()));
    }
}
