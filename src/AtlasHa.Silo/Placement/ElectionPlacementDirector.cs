using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace AtlasHa.Silo.Placement;

/// <summary>Answers Orleans' question where to activate: only ever where the election says, waiting while it says nothing.</summary>
internal sealed class ElectionPlacementDirector(ElectedLocations locations) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
        => locations.WaitAsync(target.GrainIdentity, CancellationToken.None);
}
