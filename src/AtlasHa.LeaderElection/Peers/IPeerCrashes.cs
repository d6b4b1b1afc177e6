namespace AtlasHa.LeaderElection.Peers;

/// <summary>Tells other parts of this process of crashes that it has proved.</summary>
public interface IPeerCrashes
{
    /// <summary>Raised after the dead instance's nodes were removed, by the one instance that removed them. Handlers must be quick.</summary>
    event Action<PeerCrash>? Crashed;
}
