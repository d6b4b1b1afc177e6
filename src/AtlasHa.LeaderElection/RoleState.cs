namespace AtlasHa.LeaderElection;

/// <summary>Apache Atlas's four service states.</summary>
public enum RoleState
{
    Passive,
    BecomingActive,
    Active,
    BecomingPassive,
}
