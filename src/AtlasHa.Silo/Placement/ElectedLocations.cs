using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.LeaderElection;
using AtlasHa.Silo.Grains;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace AtlasHa.Silo.Placement;

/// <summary>
/// Where the two grains live, taken live from the election's view. Silo addresses are parsed once per view, because a lookup is made
/// for every grain call.
/// </summary>
internal sealed class ElectedLocations : IDisposable
{
    private static readonly IdSpan ActiveKey = IdSpan.Create(Catalog.Model.Grains.GrainFactoryExtensions.ActiveInstanceKey);

    private readonly IElectionObserver _election;
    private readonly TimeSpan _patience;
    private volatile Snapshot _snapshot;

    public ElectedLocations(IElectionObserver election, IOptions<ActiveInstanceOptions> options)
    {
        _election = election;
        _patience = options.Value.PlacementPatience;
        _snapshot = Snapshot.Of(election.Current);
        election.Changed += OnChanged;
    }

    public static bool Covers(GrainId grain) => grain.Type == GrainTypes.ActiveInstance || grain.Type == GrainTypes.InstanceStatus;

    /// <summary>The grain's silo as of now, null while the election names none.</summary>
    public SiloAddress? Find(GrainId grain) => Of(_election.Current).Find(grain);

    /// <summary>The grain's silo, waited for while the election names none.</summary>
    /// <exception cref="NotActiveException">None was named in time.</exception>
    public async Task<SiloAddress> WaitAsync(GrainId grain, CancellationToken cancellationToken)
    {
        // A rehearsal's call goes the way of one that comes while nobody is active, and that is not one way through Orleans with an answer that is there already.
        if (GrainTypes.IsRehearsal(grain)) await Task.Yield();
        if (Find(grain) is { } known) return known;
        var view = await _election.WaitForAsync(v => Of(v).Find(grain) is not null, _patience, cancellationToken);
        if (view is not null) return Of(view).Find(grain)!;
        throw new NotActiveException(grain.Type == GrainTypes.ActiveInstance
            ? $"no instance became active within {_patience.TotalSeconds:0.#} s; see GET /api/atlas/admin/instances"
            : $"no instance with the id '{grain.Key}' is registered; see GET /api/atlas/admin/instances");
    }

    public void Dispose() => _election.Changed -= OnChanged;

    private void OnChanged(ElectionView view) => _snapshot = Snapshot.Of(view);

    /// <summary>Made once for all calls that wait for the view; the event follows the view by a moment, and a lookup must not see less than the view itself.</summary>
    private Snapshot Of(ElectionView view)
    {
        var snapshot = _snapshot;
        return ReferenceEquals(snapshot.View, view) ? snapshot : _snapshot = Snapshot.Of(view);
    }

    private sealed record Snapshot(ElectionView View, SiloAddress? Active, IReadOnlyDictionary<string, SiloAddress> Instances)
    {
        public static Snapshot Of(ElectionView view) => new(
            view,
            Parse(view.Active),
            view.Instances.Values.Where(i => i.SiloAddress is not null).ToDictionary(i => i.Id, i => Parse(i)!));

        public SiloAddress? Find(GrainId grain)
        {
            if (grain.Type == GrainTypes.ActiveInstance && grain.Key == ActiveKey) return Active;
            var key = grain.Key.ToString() ?? "";
            if (grain.Type != GrainTypes.ActiveInstance) return Instances.GetValueOrDefault(key);
            return GrainTypes.RehearsingInstance(key) is { } rehearsing ? Instances.GetValueOrDefault(rehearsing) : Active;
        }

        private static SiloAddress? Parse(InstanceInfo? instance)
            => instance?.SiloAddress is { } text ? SiloAddress.FromParsableString(text) : null;
    }
}
