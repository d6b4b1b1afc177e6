namespace AtlasHa.Silo.Health;

/// <summary>Whether an active one that is ill hands over: only when that helps somebody. Pure.</summary>
internal static class HealthPolicy
{
    public static HealthDecision Decide(HealthObservation seen)
    {
        if (!seen.Coordinated) return Stays("ZooKeeper cannot be reached, so nobody could follow");
        if (seen.Paused) return Stays("automatic failover is paused");
        if (seen.PauseLeft > TimeSpan.Zero) return Stays($"it has handed over for its health before and does so again in {Math.Ceiling(seen.PauseLeft.TotalSeconds):0} s at the earliest");
        // An instance that handed over to one that can do no more leaves users without the reads that it could still serve.
        if (seen.Finding is null) return Stays("its own probe of the store finds nothing wrong, so that of another instance proves nothing. If you know one that can do better, ask for a switchover");
        if (seen.Peers.Count == 0) return Stays("no other instance is registered");
        return seen.Peers.Any(peer => peer.Obstacle is null)
            ? new HealthDecision(StepsDown: true, $"ill health: {seen.Illness}")
            : Stays($"no other instance can do better ({string.Join("; ", seen.Peers.Select(peer => $"{peer.InstanceId}: {peer.Obstacle}"))})");

        HealthDecision Stays(string because) => new(StepsDown: false, $"ill health: {seen.Illness}; stays in office: {because}");
    }
}
