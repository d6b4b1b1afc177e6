namespace AtlasHa.LeaderElection;

/// <summary>What other parts may ask of this instance's election.</summary>
public interface IElectionControl
{
    /// <summary>
    /// Gives up the term that this instance holds or is about to take, and goes to the end of the queue: for a store that names a higher epoch,
    /// or background work of the term that failed. Returns at once; nothing happens when the instance is not in office.
    /// </summary>
    void RequestStepDown(string reason);
}
