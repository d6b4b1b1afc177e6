namespace AtlasHa.LeaderElection.Control;

/// <summary>
/// Who does what while a switchover is pending. A request is void when its candidate is gone, cannot take office, or has not done so in time:
/// then everybody may compete again, so that a candidate that fails never leaves the cluster without an active instance.
/// </summary>
internal static class SwitchoverPolicy
{
    /// <param name="request">What is pending, or null.</param>
    /// <param name="self">This instance's id.</param>
    /// <param name="held">Epoch of the term that this instance holds, published; else null.</param>
    /// <param name="able">False when this instance may not be a candidate at the moment.</param>
    /// <param name="registered">True when the request's candidate is registered.</param>
    /// <param name="late">True when this instance has seen the request pending for longer than its deadline.</param>
    public static SwitchoverPart PartOf(SwitchoverRequest? request, string self, long? held, bool able, bool registered, bool late)
    {
        if (request is null)
            return SwitchoverPart.None;
        var valid = registered && !late;
        if (held is { } epoch)
            return valid && epoch == request.FromEpoch && request.To != self ? SwitchoverPart.HandOver : SwitchoverPart.Clear;
        if (!valid)
            return SwitchoverPart.Clear;
        if (request.To != self)
            return SwitchoverPart.StandBack;
        return able ? SwitchoverPart.Take : SwitchoverPart.Clear;
    }
}
