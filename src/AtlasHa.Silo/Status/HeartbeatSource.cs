using System.Diagnostics;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Storage;
using AtlasHa.LeaderElection;
using AtlasHa.Silo.Terms;
using Microsoft.Extensions.Options;

namespace AtlasHa.Silo.Status;

/// <summary>Puts this process's heartbeat together from what is in memory.</summary>
internal sealed class HeartbeatSource(
    IElectionObserver election,
    IOptions<LeaderElectionOptions> options,
    ICatalogStore store,
    RequestGate gate,
    TimeProvider time) : IHeartbeatSource
{
    private readonly DateTimeOffset _startedAt = Process.GetCurrentProcess().StartTime.ToUniversalTime();
    private readonly TimeSpan _ageWhenMade = time.GetUtcNow() - Process.GetCurrentProcess().StartTime.ToUniversalTime();
    private readonly long _made = time.GetTimestamp();

    public InstanceHeartbeat Read()
    {
        var view = election.Current;
        var self = options.Value;
        return new InstanceHeartbeat
        {
            InstanceId = self.InstanceId,
            Status = view.Role.ToWireName(),
            Url = Text(self.Url!),
            SiloAddress = self.SiloAddress,
            Version = self.Version,
            Tags = self.Tags.ToDictionary(),
            Epoch = view.Term?.Epoch ?? view.HighestEpoch,
            ActiveInstanceId = view.Active?.Id,
            ActiveUrl = view.Active is { } active ? Text(active.Url) : null,
            StartedAt = _startedAt,
            UptimeMs = (long)(_ageWhenMade + time.GetElapsedTime(_made)).TotalMilliseconds,
            ZooKeeperAgeMs = Milliseconds(election.SinceLastContact),
            StoreAgeMs = Milliseconds(store.SinceLastContact),
            RequestsInFlight = gate.InFlight,
            WorkingSetBytes = Environment.WorkingSet,
            Failsafe = view.Failsafe,
            Note = election.Note,
        };
    }

    private static string Text(Uri url) => url.GetLeftPart(UriPartial.Authority);

    private static long? Milliseconds(TimeSpan? age) => age is { } value ? (long)value.TotalMilliseconds : null;
}
