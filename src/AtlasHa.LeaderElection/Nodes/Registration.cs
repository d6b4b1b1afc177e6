namespace AtlasHa.LeaderElection.Nodes;

/// <summary>State of <c>instances/&lt;own id&gt;</c>, as this session sees it.</summary>
internal enum Registration
{
    Missing,
    Ours,

    /// <summary>Another session, of this process's predecessor or of a second process with the same id, holds the node.</summary>
    Taken,
}
