using AtlasHa.Catalog.Model.Cluster;
using Orleans;
using Orleans.Concurrency;

namespace AtlasHa.Catalog.Model.Grains;

/// <summary>One instance's heartbeat; the grain's key is the instance id, and it lives on that instance's own silo.</summary>
public interface IInstanceStatus : IGrainWithStringKey
{
    [AlwaysInterleave]
    [ResponseTimeout("00:00:05")]
    Task<InstanceHeartbeat> ReadAsync(CancellationToken cancellationToken = default);
}
