namespace AtlasHa.LeaderElection.Roles;

/// <summary>How far this instance is in or out of office.</summary>
internal enum OfficePhase
{
    Vacant,

    /// <summary>Raising the epoch, activating handlers, publishing; or undoing that.</summary>
    Entering,

    /// <summary>Published as the active one.</summary>
    Held,

    Leaving,
}
