using System.Diagnostics;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Storage;
using AtlasHa.LeaderElection;
using AtlasHa.Silo.Health;
using AtlasHa.Silo.Terms;
using Microsoft.Extensions.Options;

namespace AtlasHa.Silo.Status;

/// <summary>Puts this process's heartbeat together from what is in memory.</summary>
internal sealed class HeartbeatSource(
    IElectionObserver election,
    IOptions<LeaderElectionOptions> options,
    ICatalogStore store,
    RequestGate gate,
    StoreHealth health,
    HealthWatch watch,
    IEnumerable<INotificationStatus> notifications,
    TimeProvider time) : IHeartbeatSource
{
    private const string NotJoined = "no coordination: this instance has had no contact with ZooKeeper's election yet and takes no part in the cluster. If this "
        + "lasts, check that the ensemble runs, has a quorum, and is the one in AtlasHa:ZooKeeper:ConnectString; it joins by itself as soon as it can";

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
            Note = Notes(),
            StoreProblem = health.Problem,
            Failsafe = view.Failsafe,
            Notifications = notifications.SingleOrDefault()?.Read(),
        };
    }

    /// <summary>What an operator should know, from whoever has something to say; null when all is well.</summary>
    private string? Notes()
    {
        string?[] notes = [election.SinceLastContact is null ? NotJoined : null, election.Note, watch.Note];
        return notes.OfType<string>().ToArray() is { Length: > 0 } said ? string.Join("; ", said) : null;
    }

    private static string Text(Uri url) => url.GetLeftPart(UriPartial.Authority);

    private static long? Milliseconds(TimeSpan? age) => age is { } value ? (long)value.TotalMilliseconds : null;
}
