using AtlasHa.Chaos.Tests.Checks;
using AtlasHa.Chaos.Tests.History;
using AtlasHa.Chaos.Tests.Load;
using AtlasHa.TestKit;

namespace AtlasHa.Chaos.Tests.Harness;

/// <summary>
/// Runs scenarios, one after the other, on one cluster, which is healed after each: a start takes as long as a scenario. A cluster that a scenario failed on is
/// thrown away.
/// </summary>
public sealed class ChaosFixture : IAsyncLifetime
{
    private ChaosCluster? _cluster;
    private int _runs;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await RenewAsync();

    /// <summary>The next scenario gets a new cluster.</summary>
    internal async Task RenewAsync()
    {
        if (_cluster is null) return;
        await _cluster.DisposeAsync();
        _cluster = null;
    }

    /// <summary>Lets users work while <paramref name="scenario"/> breaks things, ends all faults, and checks what the users were told.</summary>
    /// <param name="seed">Decides what the users do.</param>
    /// <param name="onHosts">Each instance on a host of its own, so that there is a network to break.</param>
    internal async Task UnderLoadAsync(Func<ChaosCluster, RegisterLoad, Task> scenario, int seed = 1, bool onHosts = false)
    {
        ZooKeeperFixture.SkipUnlessAvailable();
        if (onHosts) Assert.SkipWhen(HostNetwork.WhyUnavailable is not null, HostNetwork.WhyUnavailable ?? "");
        if (_cluster?.Network is null == onHosts) await RenewAsync();
        var cluster = _cluster ??= await ChaosCluster.StartAsync(onHosts);
        var load = RegisterLoad.Start(cluster.Urls, $"run{++_runs}", seed);
        try
        {
            await using (load)
            {
                await load.ServedAsync();
                await scenario(cluster, load);
                await cluster.HealAsync();
                await load.ServedAsync();
                await load.StopAndReadAsync();
            }

            await VerifyAsync(cluster, load.History, $"run{_runs}-");
        }
        catch (Exception e) when (e is not Xunit.Sdk.SkipException)
        {
            var folder = Evidence.Keep(cluster, load.History);
            await RenewAsync();
            throw new InvalidOperationException($"{e.Message}\nHistory, journal and logs are in {folder}", e);
        }
    }

    private static async Task VerifyAsync(ChaosCluster cluster, HistoryRecorder history, string prefix)
    {
        var journal = cluster.Journal.Read();
        var ours = journal.Where(row => row.Key?.StartsWith(prefix, StringComparison.Ordinal) == true);
        var stored = cluster.Journal.CountByName().Where(e => e.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary();
        Violation[] violations =
        [
            .. history.WrongAnswers.Select(answer => new Violation("an answer that nobody may get", [answer])),
            .. Linearizability.Check(history.Operations),
            .. CreatedSet.Check(history.Operations, stored),
            .. Effects.Check(history.Operations, ours),
            .. Terms.Check(journal),
            .. Terms.Check(journal, await cluster.Operator.HistoryAsync()),
        ];
        violations.ShouldBeEmpty($"{history.Operations.Count} operations were checked");
    }
}
