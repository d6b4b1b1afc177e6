using AtlasHa.Silo.Grains;
using Orleans.Runtime;
using Orleans.Runtime.GrainDirectory;

namespace AtlasHa.Silo.Placement;

/// <summary>
/// Orleans asks its directory cache before the directory. For grains that the election places, a cached place is stale exactly when it
/// matters, so their lookups read the election's view; all others go to Orleans' own cache.
/// </summary>
internal sealed class ElectionDirectoryCache(ElectedLocations locations, IGrainDirectoryCache inner) : IGrainDirectoryCache
{
    public IEnumerable<(GrainAddress ActivationAddress, int Version)> KeyValues => inner.KeyValues;

    public bool LookUp(GrainId key, out GrainAddress result, out int version)
    {
        if (!ElectedLocations.Covers(key)) return inner.LookUp(key, out result!, out version);
        version = 0;

        // As during a take-over, while nobody is active: a rehearsal's calls shall go the same way through Orleans' placement.
        var silo = GrainTypes.IsRehearsal(key) ? null : locations.Find(key);
        result = silo is null ? null! : new GrainAddress { GrainId = key, SiloAddress = silo };
        return silo is not null;
    }

    public void AddOrUpdate(GrainAddress value, int version)
    {
        if (!ElectedLocations.Covers(value.GrainId)) inner.AddOrUpdate(value, version);
    }

    public bool Remove(GrainId key) => !ElectedLocations.Covers(key) && inner.Remove(key);

    public bool Remove(GrainAddress key) => !ElectedLocations.Covers(key.GrainId) && inner.Remove(key);

    public void Clear() => inner.Clear();
}
