using Orleans.GrainDirectory;
using Orleans.Runtime;

namespace AtlasHa.Silo.Placement;

/// <summary>
/// A grain directory whose only content is the election's record. It refuses an activation anywhere else by naming the right silo, to
/// which Orleans then forwards the waiting calls. Nothing is stored, so a silo's death cannot take the active's activation with it.
/// </summary>
internal sealed class ElectionGrainDirectory(ElectedLocations locations) : IGrainDirectory
{
    public async Task<GrainAddress?> Register(GrainAddress address)
    {
        var silo = await locations.WaitAsync(address.GrainId, CancellationToken.None);
        return silo.Equals(address.SiloAddress) ? address : At(address.GrainId, silo);
    }

    public Task<GrainAddress?> Register(GrainAddress address, GrainAddress? previousAddress) => Register(address);

    public async Task<GrainAddress?> Lookup(GrainId grainId) => At(grainId, await locations.WaitAsync(grainId, CancellationToken.None));

    public Task Unregister(GrainAddress address) => Task.CompletedTask;

    public Task UnregisterSilos(List<SiloAddress> siloAddresses) => Task.CompletedTask;

    private static GrainAddress At(GrainId grain, SiloAddress silo) => new() { GrainId = grain, SiloAddress = silo };
}
