using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Gateway.Endpoints;
using AtlasHa.LeaderElection;

namespace AtlasHa.Gateway.StatusPage;

/// <summary>Puts together what the page shows. Only other instances' heartbeats and the history leave this process, each with a deadline.</summary>
internal sealed class StatusPageReader(
    IHeartbeatSource heartbeat, IElectionObserver election, InstanceDirectory instances, RecentHistory history, TimeProvider time)
{
    /// <param name="mayReadAll">Whether the caller has the role that instances and history take.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    public async Task<StatusPageModel> ReadAsync(bool mayReadAll, CancellationToken cancellationToken)
    {
        var view = election.Current;
        var page = new StatusPageModel(StatusBody.Of(heartbeat.Read(), view), view.Connected, view.Term?.Lease.IsValid, time.GetUtcNow());
        if (!mayReadAll) return page;
        var listed = instances.ReadAsync(cancellationToken);
        var changes = history.ReadAsync(cancellationToken);
        return page with { Instances = await listed, History = await changes };
    }
}
