namespace AtlasHa.LeaderElection.Control;

/// <summary>What a pending switchover asks of this instance.</summary>
internal enum SwitchoverPart
{
    /// <summary>None is pending.</summary>
    None,

    /// <summary>This instance holds the term that the request is about: it is to end it.</summary>
    HandOver,

    /// <summary>This instance is the candidate.</summary>
    Take,

    /// <summary>Another is the candidate: let it pass.</summary>
    StandBack,

    /// <summary>The request is done, or void: take it away.</summary>
    Clear,
}
