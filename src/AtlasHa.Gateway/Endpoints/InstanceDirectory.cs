using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.LeaderElection;
using Microsoft.Extensions.Options;
using Orleans;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>Collects the heartbeats of all registered instances, each within its own deadline, so that a hung one delays nobody for longer.</summary>
internal sealed class InstanceDirectory(
    IElectionObserver election, IHeartbeatSource self, IGrainFactory grains, IOptions<GatewayOptions> options, TimeProvider time)
{
    public async Task<InstancesBody> ReadAsync(CancellationToken cancellationToken)
    {
        var view = election.Current;
        var own = self.Read();
        var others = view.Instances.Values.Where(i => i.Id != own.InstanceId).Select(i => ReadAsync(i, cancellationToken));
        var instances = await Task.WhenAll(others);
        return new InstancesBody(own.ActiveInstanceId, own.ActiveUrl, own.Epoch,
            [.. instances.Append(InstanceBody.Of(own)).OrderBy(i => i.InstanceId, StringComparer.Ordinal)])
        {
            Paused = view.Paused ? true : null,
            Pause = PauseBody.Of(view.Pause),
            Switchover = PendingSwitchoverBody.Of(view.PendingSwitchover),
        };
    }

    private async Task<InstanceBody> ReadAsync(InstanceInfo instance, CancellationToken cancellationToken)
    {
        try
        {
            var heartbeat = grains.GetInstanceStatus(instance.Id).ReadAsync(cancellationToken);
            return InstanceBody.Of(await heartbeat.WaitAsync(options.Value.HeartbeatTimeout, time, cancellationToken));
        }
        catch (TimeoutException)
        {
            return InstanceBody.Unreachable(instance, $"no heartbeat within {options.Value.HeartbeatTimeout.TotalSeconds:0.#} s");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return InstanceBody.Unreachable(instance, e.Message);
        }
    }
}
