namespace AtlasHa.LeaderElection.Control;

/// <summary>What operators' requests and the instances' tags ask of this instance now.</summary>
/// <param name="Switchover">Its part in the pending switchover.</param>
/// <param name="Request">That request, or null.</param>
/// <param name="Paused">True while nobody may take office but by a switchover.</param>
/// <param name="NeverActive">True when this instance's tag keeps it out of office.</param>
/// <param name="Outranked">True when a candidate of a higher priority stands in the queue, and this one has not let it pass in this vacancy yet.</param>
internal sealed record Orders(SwitchoverPart Switchover, SwitchoverRequest? Request, bool Paused, bool NeverActive, bool Outranked)
{
    public static Orders None { get; } = new(SwitchoverPart.None, null, Paused: false, NeverActive: false, Outranked: false);
}
