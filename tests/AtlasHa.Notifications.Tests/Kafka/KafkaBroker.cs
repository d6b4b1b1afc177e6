using AtlasHa.TestKit;

[assembly: AssemblyFixture(typeof(AtlasHa.Notifications.Tests.Kafka.KafkaBroker))]

namespace AtlasHa.Notifications.Tests.Kafka;

/// <summary>
/// Brokers that speak Kafka's protocol: those of ATLASHA_TEST_KAFKA (<c>host:port,...</c>), or a mock cluster.
/// </summary>
public sealed class KafkaBroker : IAsyncDisposable
{
    internal const string Variable = "ATLASHA_TEST_KAFKA";

    private readonly SemaphoreSlim _starting = new(1, 1);
    private MockBrokers? _brokers;
    private string? _servers;

    /// <summary>The brokers' addresses; started by whoever asks first. Skips where none can be started.</summary>
    public async Task<string> ServersAsync()
    {
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _servers ??= Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } real ? real : await StartAsync();
        }
        finally
        {
            _starting.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        _starting.Dispose();
        _brokers?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> StartAsync()
    {
        Assert.SkipWhen(MockBrokers.WhyUnavailable is not null, $"{MockBrokers.WhyUnavailable}; or set {Variable} to the addresses of a Kafka cluster");
        _brokers = await MockBrokers.StartAsync();
        return _brokers.Servers;
    }
}
