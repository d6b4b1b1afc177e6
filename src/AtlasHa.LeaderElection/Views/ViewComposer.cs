using AtlasHa.LeaderElection.Roles;

namespace AtlasHa.LeaderElection.Views;

/// <summary>Makes the view out of what the watches brought and what this instance knows of itself, which is newer.</summary>
internal static class ViewComposer
{
    public static ElectionView Compose(
        string? self,
        Uri? selfUrl,
        SelfState own,
        ClusterSnapshot cluster,
        IReadOnlyDictionary<string, InstanceInfo> instances,
        long highestEpoch)
    {
        var active = own.Role == RoleState.Active ? own.Published : cluster.Active;

        // Out of office, the own address is one that was taken back or belongs to a session that ended: nobody may be sent there.
        if (own.Role != RoleState.Active && active is not null && self is not null && (active.Id == self || active.Url == selfUrl))
            active = null;
        return new ElectionView(
            self, own.Role, active, instances, Math.Max(Math.Max(highestEpoch, cluster.Epoch), own.Term?.Epoch ?? 0), cluster.Connected, own.Term)
        {
            Pause = cluster.Control.Pause,
            PendingSwitchover = cluster.Control.Switchover,
        };
    }
}
