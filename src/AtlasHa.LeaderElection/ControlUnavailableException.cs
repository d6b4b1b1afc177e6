namespace AtlasHa.LeaderElection;

/// <summary>A request to the cluster's control could not be made or followed to its end: nobody is active, or ZooKeeper gives no answer.</summary>
/// <param name="nobodyActive">True when nobody is active, false when ZooKeeper could not be asked.</param>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="inner">The cause, if there is one.</param>
public sealed class ControlUnavailableException(bool nobodyActive, string message, Exception? inner = null) : Exception(message, inner)
{
    public bool NobodyActive { get; } = nobodyActive;
}
