using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.Cli.Ensemble;

/// <summary>Tells whether a ZooKeeper ensemble can be used, by opening a session and asking it something.</summary>
internal static class EnsembleProbe
{
    /// <summary>True when a server of the ensemble granted a session and answered within <paramref name="patience"/>.</summary>
    public static async Task<bool> AnswersAsync(string connectString, TimeSpan patience, CancellationToken cancellationToken)
    {
        var options = EnsembleOptions.For(connectString, patience, Environment.GetEnvironmentVariable);
        await using var client = new ZooKeeperClientFactory(options, NullLoggerFactory.Instance, TimeProvider.System).Create();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(patience);
        try
        {
            await client.ExistsAsync("/", cancellationToken: deadline.Token);
            return true;
        }
        catch (ZooKeeperException exception)
        {
            // A refusal (no right to read, say) is an answer; a lost request or session is none.
            return !exception.OutcomeUnknown;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <exception cref="CliException">It does not answer.</exception>
    public static async Task RequireAsync(string connectString, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (!await AnswersAsync(connectString, patience, cancellationToken))
        {
            throw new CliException(
                $"no ZooKeeper answered at {connectString} within {patience.TotalSeconds:0} s. Start it or correct --zookeeper; without that option a local one is started. "
                + "If it wants TLS, set AtlasHa__ZooKeeper__Tls__CaCertificatePath and its companions in the environment, as for a server.");
        }
    }
}
