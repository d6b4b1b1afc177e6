namespace AtlasHa.LeaderElection.Roles;

/// <summary>How far this instance is in or out of office.</summary>
internal enum OfficePhase
{
    Vacant,

    /// <summary>Raising the epoch, activating handlers, publishing; or undoing that.</summary>
    Entering,

    /// <summary>Published as the active one, by the session at hand.</summary>
    Held,

    /// <summary>In office, but the session that published it is over, and the one at hand has not done so again.</summary>
    Adrift,

    Leaving,
}
