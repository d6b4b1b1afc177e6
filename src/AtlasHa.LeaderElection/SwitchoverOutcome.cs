namespace AtlasHa.LeaderElection;

/// <summary>A switchover that was done.</summary>
/// <param name="From">Id of the instance that handed over.</param>
/// <param name="To">Id of the instance that took over.</param>
/// <param name="Epoch">Epoch of the new term.</param>
public sealed record SwitchoverOutcome(string From, string To, long Epoch);
