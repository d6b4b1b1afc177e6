using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Silo.Placement;
using Orleans.GrainDirectory;

namespace AtlasHa.Silo.Grains;

/// <summary>Reports the heartbeat of the process that it lives in, which is the one that its key names.</summary>
[GrainType(GrainTypes.InstanceStatusName), ElectionPlacement, GrainDirectory(ElectionPlacement.DirectoryName)]
internal sealed class InstanceStatusGrain(IHeartbeatSource heartbeat) : Grain, IInstanceStatus
{
    public Task<InstanceHeartbeat> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(heartbeat.Read());
}
