namespace AtlasHa.Cli.Http;

/// <summary>A pause of automatic failover, as <c>admin/instances</c> reports it.</summary>
internal sealed record PauseView(string By, DateTimeOffset? At, string? Reason)
{
    /// <summary>A sentence for the user.</summary>
    public override string ToString()
        => $"Automatic failover is paused by {By}{(At is { } at ? $" since {at:u}" : "")}{(Reason is null ? "" : $" ({Reason})")}.";
}

/// <summary>A pending switchover, as <c>admin/instances</c> reports it.</summary>
internal sealed record SwitchoverView(string From, string To, string RequestedBy, DateTimeOffset At)
{
    /// <summary>A sentence for the user.</summary>
    public override string ToString() => $"A switchover from {From} to {To} is pending, asked for by {RequestedBy} at {At:u}.";
}
