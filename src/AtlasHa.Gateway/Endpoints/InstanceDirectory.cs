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
        // Cancelled and not only left behind when it is late, or Orleans would keep the call for its own, longer time-out.
        using var late = new CancellationTokenSource(options.Value.HeartbeatTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return InstanceBody.Of(await grains.GetInstanceStatus(instance.Id).ReadAsync(either.Token).WaitAsync(either.Token));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return InstanceBody.Unreachable(
                instance, late.IsCancellationRequested ? $"no heartbeat within {options.Value.HeartbeatTimeout.TotalSeconds:0.#} s" : e.Message);
        }
    }
}
