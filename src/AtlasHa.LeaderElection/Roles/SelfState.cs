namespace AtlasHa.LeaderElection.Roles;

/// <summary>What this instance knows of itself: the part of the view that no watch has to bring.</summary>
/// <param name="Term">Set only while <paramref name="Role"/> is Active, as is <paramref name="Published"/>.</param>
/// <param name="Published">The registration as it was published for the term.</param>
internal sealed record SelfState(RoleState Role, Term? Term = null, InstanceInfo? Published = null)
{
    public static SelfState Passive { get; } = new(RoleState.Passive);
}
