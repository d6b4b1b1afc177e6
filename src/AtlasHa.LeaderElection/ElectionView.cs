namespace AtlasHa.LeaderElection;

/// <summary>
/// An immutable picture of the election as this instance last saw it, kept up to date by watches. Reading it costs nothing.
/// </summary>
/// <param name="Self">This instance's id, or null for an observer that is no candidate.</param>
/// <param name="Role">This instance's own state.</param>
/// <param name="Active">
/// The active instance: the owner of <c>active_server_info</c>, only if its registration is owned by the same session and names
/// the same URL. Null while there is none or it is not known.
/// </param>
/// <param name="Instances">Every registered instance by id.</param>
/// <param name="HighestEpoch">The highest epoch seen, whether or not its holder is still active.</param>
/// <param name="Connected">False while the coordinator cannot be reached; the rest then is the last that was seen.</param>
/// <param name="Term">This instance's term while <paramref name="Role"/> is Active, else null.</param>
public sealed record ElectionView(
    string? Self,
    RoleState Role,
    InstanceInfo? Active,
    IReadOnlyDictionary<string, InstanceInfo> Instances,
    long HighestEpoch,
    bool Connected,
    Term? Term)
{
    /// <summary>Set while automatic failover is paused.</summary>
    public PauseInfo? Pause { get; init; }

    public bool Paused => Pause is not null;

    /// <summary>The switchover that was asked for and is not done yet.</summary>
    public SwitchoverRequest? PendingSwitchover { get; init; }

    /// <summary>True while this instance is in office without contact to ZooKeeper: the store alone confirms what it answers.</summary>
    public bool Failsafe => IsActiveHere && !Connected;

    public static ElectionView Empty(string? self) => new(self, RoleState.Passive, null, new Dictionary<string, InstanceInfo>(), 0, false, null);

    /// <summary>True when this instance is the active one and says so itself.</summary>
    public bool IsActiveHere => Role == RoleState.Active && Term is { Ended.IsCancellationRequested: false };
}
