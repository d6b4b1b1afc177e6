using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace AtlasHa.Clustering.ZooKeeper.Configuration;

/// <summary>Refuses options that cannot work when the host starts, with every fault at once.</summary>
internal sealed class ZooKeeperClusteringOptionsValidator<TOptions> : IValidateOptions<TOptions>
    where TOptions : ZooKeeperClusteringOptions
{
    private static readonly TimeSpan MinSessionTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxSessionTimeout = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var faults = Connection(options).Concat(Session(options)).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Connection(TOptions options)
    {
        var hasString = !string.IsNullOrWhiteSpace(options.ConnectionString);
        if (!hasString && options.ClientFactory is null)
        {
            yield return Fault(
                nameof(options.ConnectionString),
                "is not set. Set it to host:port[,host:port...][/path], in code (UseZooKeeperClustering(o => o.ConnectionString = ...)) "
                + "or in configuration (Orleans:Clustering:ConnectionString)");
        }
        else if (hasString && options.ClientFactory is not null)
        {
            yield return Fault(nameof(options.ClientFactory), $"and {nameof(options.ConnectionString)} are both set. Remove one of them");
        }
        else if (hasString && ParseProblem(options.ConnectionString) is { } problem)
        {
            yield return Fault(nameof(options.ConnectionString), $"cannot be read: {problem}");
        }

        if (options.Tls is not null && options.ClientFactory is not null)
            yield return Fault(nameof(options.Tls), $"has no effect on a {nameof(options.ClientFactory)}. Give it to the factory's client");
        if (options.DigestCredentials is null)
            yield break;
        if (options.ClientFactory is not null)
            yield return Fault(nameof(options.DigestCredentials), $"has no effect on a {nameof(options.ClientFactory)}. Give the credentials to the factory's client");
        else if (options.DigestCredentials.IndexOf(':', StringComparison.Ordinal) < 1)
            yield return Fault(nameof(options.DigestCredentials), "has no user name. Write it as user:password");
    }

    private static IEnumerable<string> Session(TOptions options)
    {
        if (options.SessionTimeout < MinSessionTimeout || options.SessionTimeout > MaxSessionTimeout)
        {
            yield return Fault(
                nameof(options.SessionTimeout),
                $"is {options.SessionTimeout}. Set it between {MinSessionTimeout} and {MaxSessionTimeout}; ZooKeeper itself limits it to 2 to 20 of its ticks");
        }

        if (options.NodeAcl is { Count: 0 })
            yield return Fault(nameof(options.NodeAcl), "is empty: nobody could read the membership. Leave it null for the default");
    }

    private static string? ParseProblem(string connectionString)
    {
        try
        {
            ConnectString.Parse(connectionString);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message.TrimEnd('.');
        }
    }

    private static string Fault(string option, string what) => $"{typeof(TOptions).Name}.{option} {what}.";
}
