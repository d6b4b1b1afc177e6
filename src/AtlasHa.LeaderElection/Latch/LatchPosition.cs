namespace AtlasHa.LeaderElection.Latch;

/// <summary>Where this session stands in the election queue.</summary>
internal enum LatchPosition
{
    /// <summary>Not in the queue: never joined, left, or the node was removed by somebody else.</summary>
    Out,

    /// <summary>In the queue behind another.</summary>
    Waiting,

    /// <summary>First in the queue, with a node that belongs to this session.</summary>
    First,
}
