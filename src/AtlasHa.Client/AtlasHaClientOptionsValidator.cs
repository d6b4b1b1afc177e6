using AtlasHa.LeaderElection;
using Microsoft.Extensions.Options;

namespace AtlasHa.Client;

internal sealed class AtlasHaClientOptionsValidator : IValidateOptions<AtlasHaClientOptions>
{
    public ValidateOptionsResult Validate(string? name, AtlasHaClientOptions options)
    {
        List<string> failures = [];
        if (string.IsNullOrWhiteSpace(options.ConnectString))
            failures.Add($"{nameof(AtlasHaClientOptions.ConnectString)} is missing: set it to the cluster's ZooKeeper ensemble, e.g. 127.0.0.1:2181");
        if (string.IsNullOrWhiteSpace(options.ClusterId))
            failures.Add($"{nameof(AtlasHaClientOptions.ClusterId)} is missing: set it to the AtlasHa:ClusterId of the servers");
        if (!options.ZkRoot.StartsWith('/'))
            failures.Add($"{nameof(AtlasHaClientOptions.ZkRoot)} must begin with a slash, e.g. {ElectionReader.DefaultZkRoot}: set it to the AtlasHa:ZkRoot of the servers");
        if (options.GatewayListRefreshPeriod <= TimeSpan.Zero)
            failures.Add($"{nameof(AtlasHaClientOptions.GatewayListRefreshPeriod)} must be more than zero, e.g. 00:00:05");
        try
        {
            options.Retries.Validate();
        }
        catch (ArgumentException failure)
        {
            failures.Add($"{nameof(AtlasHaClientOptions.Retries)}: {failure.Message}");
        }
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
