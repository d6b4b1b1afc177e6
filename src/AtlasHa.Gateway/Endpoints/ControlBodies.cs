using System.Text.Json.Serialization;
using AtlasHa.LeaderElection;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>Asks for a switchover; without a candidate the cluster chooses. A misspelt member is refused: it would move the service to anybody.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SwitchoverWish(string? Candidate);

/// <summary>Asks for a pause of automatic failover.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PauseWish(string? Reason);

/// <summary>A switchover that was done (<c>done</c>, with epoch and the milliseconds since it was asked for) or accepted (<c>accepted</c>, without).</summary>
internal sealed record SwitchoverBody(string Status, string From, string To, long? Epoch, long? Millis);

/// <summary>A switchover that is pending.</summary>
internal sealed record PendingSwitchoverBody(string From, string To, string RequestedBy, DateTimeOffset At)
{
    public static PendingSwitchoverBody? Of(SwitchoverRequest? r) => r is null ? null : new(r.From, r.To, r.RequestedBy, r.At);
}

/// <summary>Who paused automatic failover, when and why.</summary>
internal sealed record PauseBody(string By, DateTimeOffset? At, string? Reason)
{
    public static PauseBody? Of(PauseInfo? p) => p is null ? null : new(p.By, p.At, p.Reason);
}

/// <summary>Answer of <c>admin/pause</c> and <c>admin/resume</c>.</summary>
internal sealed record PausedBody(bool Paused, PauseBody? Pause);

/// <summary><c>admin/history</c>: the last changes of the active instance, oldest first.</summary>
internal sealed record HistoryBody(IReadOnlyList<TermChange> Changes);
