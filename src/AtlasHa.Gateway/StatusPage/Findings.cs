using AtlasHa.Gateway.Endpoints;

namespace AtlasHa.Gateway.StatusPage;

/// <summary>What is not as it should be, the worst first, as a pure function of what the page shows.</summary>
internal static class Findings
{
    public static IReadOnlyList<Finding> Of(StatusPageModel page)
        => [.. Service(page).Concat(InstanceFindings.Of(page)).Concat(NotificationFindings.Of(page)).OrderByDescending(finding => finding.Severity)];

    private static IEnumerable<Finding> Service(StatusPageModel page)
    {
        var status = page.Status;
        if (status.ActiveInstanceId is null && status.Status != StatusPageModel.Active) yield return Nobody(page);
        if (status.Failsafe == true)
        {
            yield return new(Severity.Warning, "This instance is active without ZooKeeper (failsafe): answers are as correct as ever, the store confirms each",
                "Bring ZooKeeper back. Until then there is no switchover, no take-over and no new instance.");
        }
        else if (!page.Connected && status.ActiveInstanceId is not null)
        {
            yield return new(Severity.Warning, "ZooKeeper cannot be reached from this instance: who is active is what it saw last",
                "Bring ZooKeeper back, or see the network between it and this instance. The active goes on meanwhile.");
        }

        if (status.Pause is { } pause)
        {
            yield return new(Severity.Warning, Paused(pause),
                "Run `atlas-ha resume` when what it was for is done. Until then nobody takes over if the active dies.");
        }

        if (status.Switchover is { } pending)
        {
            yield return new(Severity.Notice, Pending(pending),
                "Nothing: requests are held meanwhile, and it is done or void within Election:SwitchoverDeadline (15 s by default).");
        }
    }

    private static Finding Nobody(StatusPageModel page) => page switch
    {
        { Status.Status: not StatusPageModel.Passive } => new(Severity.Notice, $"This instance is changing its state: {page.Status.Status}",
            "Nothing: requests are held meanwhile. If this lasts, see the log of this instance."),
        { Connected: false } => new(Severity.Bad, "This instance knows of no active one, and ZooKeeper cannot be reached from it",
            "Bring ZooKeeper back, or see the network between it and this instance. Look at the status page of another instance."),
        { Status.Paused: true } => new(Severity.Bad, "No instance is active, and while failover is paused none takes office by itself",
            "Run `atlas-ha resume`: an election follows at once."),
        _ => new(Severity.Bad, "No instance is active: requests are held for some seconds and then get ATLASHA-503-001",
            "If none becomes active within seconds, look at the instances' logs for a failed take-over, at ZooKeeper and the store."),
    };

    /// <summary>As <c>atlas-ha status</c> words it.</summary>
    private static string Paused(PauseBody pause)
        => $"Automatic failover is paused by {pause.By}{(pause.At is { } at ? $" since {Phrases.Time(at)}" : "")}{(pause.Reason is null ? "" : $" ({pause.Reason})")}";

    private static string Pending(PendingSwitchoverBody pending)
        => $"A switchover from {pending.From} to {pending.To} is pending, asked for by {pending.RequestedBy} at {Phrases.Time(pending.At)}";
}
