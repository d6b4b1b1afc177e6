using System.Diagnostics.Metrics;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.LeaderElection;

namespace AtlasHa.Gateway.Metrics;

/// <summary>What this instance is and does, as instruments that are read when metrics are asked for.</summary>
internal sealed class InstanceMetrics : IDisposable
{
    public const string MeterName = "AtlasHa.Instance";

    private readonly Meter _meter = new(MeterName);
    private readonly IElectionObserver _election;
    private long _terms;
    private long _lastEpoch;

    public InstanceMetrics(IElectionObserver election, IHeartbeatSource heartbeat, RequestCounts requests)
    {
        _election = election;
        election.Changed += CountTerm;
        _meter.CreateObservableGauge("atlas_ha.role", Roles, description: "1 for the state that this instance is in, else 0");
        _meter.CreateObservableGauge("atlas_ha.epoch", () => heartbeat.Read().Epoch, description: "The highest epoch known; on the active that of its own term");
        _meter.CreateObservableGauge("atlas_ha.lease.valid", () => Number(election.Current.Term?.Lease.IsValid), description: "1 while the lease of this instance's term is valid");
        _meter.CreateObservableGauge("atlas_ha.failsafe", () => Number(election.Current.Failsafe), description: "1 while in office without ZooKeeper");
        _meter.CreateObservableGauge("atlas_ha.zookeeper.connected", () => Number(election.Current.Connected), description: "1 while ZooKeeper is in reach");
        _meter.CreateObservableGauge("atlas_ha.paused", () => Number(election.Current.Paused), description: "1 while automatic failover is paused");
        _meter.CreateObservableCounter("atlas_ha.takeovers", () => Interlocked.Read(ref _terms), description: "How often this instance has become active since its start");
        _meter.CreateObservableGauge("atlas_ha.requests.in_flight", () => heartbeat.Read().RequestsInFlight, description: "User requests that are being served");
        _meter.CreateObservableCounter(
            "atlas_ha.requests",
            () => requests.Read().Select(count => new Measurement<long>(count.Count, new KeyValuePair<string, object?>("status", count.Status))),
            description: "Answers given, redirects included");
    }

    public void Dispose()
    {
        _election.Changed -= CountTerm;
        _meter.Dispose();
    }

    // Views are published in order, one at a time.
    private void CountTerm(ElectionView view)
    {
        if (view.Term is not { } term || term.Epoch == _lastEpoch) return;
        _lastEpoch = term.Epoch;
        Interlocked.Increment(ref _terms);
    }

    private IEnumerable<Measurement<int>> Roles()
    {
        var current = _election.Current.Role;
        return Enum.GetValues<RoleState>().Select(role => new Measurement<int>(Number(role == current), new KeyValuePair<string, object?>("role", role.ToWireName())));
    }

    private static int Number(bool? flag) => flag == true ? 1 : 0;
}
