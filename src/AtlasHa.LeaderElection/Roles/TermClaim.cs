namespace AtlasHa.LeaderElection.Roles;

/// <summary>What ZooKeeper and the store say of a term whose session is over.</summary>
internal enum TermClaim
{
    /// <summary>Nothing yet.</summary>
    Unknown,

    /// <summary>This instance stands first in the queue, and its epoch is still the highest.</summary>
    Free,

    /// <summary>Another instance stands first in the queue.</summary>
    Behind,

    /// <summary>A higher epoch was raised, or claimed in the store.</summary>
    Superseded,
}
