namespace AtlasHa.LeaderElection;

/// <summary>What other parts may ask of this instance's election.</summary>
public interface IElectionControl
{
    /// <summary>
    /// Gives up the term of <paramref name="epoch"/>, which this instance holds or is about to take, and goes to the end of the queue: for a store that names a higher epoch,
    /// or background work of the term that failed. Returns at once; nothing happens when that term is over.
    /// </summary>
    void RequestStepDown(long epoch, string reason);
}
