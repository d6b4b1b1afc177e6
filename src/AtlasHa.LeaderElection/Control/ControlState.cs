namespace AtlasHa.LeaderElection.Control;

/// <summary>The operators' requests that are in force.</summary>
internal sealed record ControlState(SwitchoverRequest? Switchover, PauseInfo? Pause)
{
    public static ControlState Empty { get; } = new(null, null);
}
