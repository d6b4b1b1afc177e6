using AtlasHa.Catalog.Storage;
using AtlasHa.ZooKeeper;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace AtlasHa.Server.Hosting;

internal static class Running
{
    /// <summary>
    /// Runs until stopped: 0 after a stop that was asked for, be it during the start; 1 when starting or running failed, with the reasons on standard
    /// error; another code when the part that stopped the process has set it as <see cref="Environment.ExitCode"/>.
    /// </summary>
    public static async Task<int> RunAsync(Func<WebApplication> build)
    {
        CancellationToken stopping = default;
        try
        {
            await using var app = build();
            stopping = app.Lifetime.ApplicationStopping;
            await app.RunAsync();
            return Environment.ExitCode;
        }
        catch (Exception failure) when (stopping.IsCancellationRequested && IsBrokenOff(failure))
        {
            return Environment.ExitCode;
        }
        catch (Exception failure)
        {
            // The logger may not exist yet, or be gone already.
            foreach (var line in Reasons(failure).Distinct()) await Console.Error.WriteLineAsync($"AtlasHa.Server: {line}");
            return Environment.ExitCode is 0 ? 1 : Environment.ExitCode;
        }
    }

    /// <summary>True when nothing failed but what was cancelled.</summary>
    private static bool IsBrokenOff(Exception failure)
        => failure is AggregateException many ? many.InnerExceptions.All(IsBrokenOff) : failure is OperationCanceledException;

    /// <summary>One line for each thing that an operator can mend; the whole exception for what nobody foresaw.</summary>
    private static IEnumerable<string> Reasons(Exception failure) => failure switch
    {
        AggregateException many => many.InnerExceptions.SelectMany(Reasons),
        OptionsValidationException settings => settings.Failures.Select(f => $"wrong setting: {f}"),
        StoreUnavailableException store => [$"the store cannot be used: {store.Message}"],
        ZooKeeperException zooKeeper => [$"{zooKeeper.Message} Check that the ensemble runs and that AtlasHa:ZooKeeper:ConnectString names it."],
        IOException { InnerException: AddressInUseException } port => [$"{port.Message} Stop the other process, or set AtlasHa:Http:Port to a free port."],
        { InnerException: { } inner } when Reasons(inner).All(line => !line.Contains(Environment.NewLine, StringComparison.Ordinal)) => Reasons(inner),
        _ => [failure.ToString()],
    };
}
