namespace AtlasHa.LeaderElection;

/// <summary>An operator's request that one instance hands over to another: the content of <c>control/switchover</c> while it is pending.</summary>
/// <param name="Id">Unique; tells one request from the next.</param>
/// <param name="From">Id of the instance that was active when the request was made.</param>
/// <param name="FromEpoch">Epoch of the term that the request is about: it says nothing about any later one.</param>
/// <param name="To">Id of the instance that is to become active.</param>
/// <param name="RequestedBy">Who asked, as far as known.</param>
/// <param name="At">When, by the clock of the instance that took the request.</param>
public sealed record SwitchoverRequest(string Id, string From, long FromEpoch, string To, string RequestedBy, DateTimeOffset At);
