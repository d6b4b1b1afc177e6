namespace AtlasHa.LeaderElection;

/// <summary>The spelling of <see cref="RoleState"/> on the wire, as Apache Atlas's <c>admin/status</c> gives it.</summary>
public static class RoleStateNames
{
    public static string ToWireName(this RoleState state) => state switch
    {
        RoleState.Passive => "PASSIVE",
        RoleState.BecomingActive => "BECOMING_ACTIVE",
        RoleState.Active => "ACTIVE",
        RoleState.BecomingPassive => "BECOMING_PASSIVE",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
