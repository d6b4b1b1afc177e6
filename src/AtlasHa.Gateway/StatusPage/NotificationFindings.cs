namespace AtlasHa.Gateway.StatusPage;

/// <summary>What the active's counts tell of messages.</summary>
internal static class NotificationFindings
{
    private const string SeeWhy = "See why they are not processed: the active's log, Notifications:Consume, the store. Nothing that was taken is lost.";

    /// <summary>Of the bound, from where on it should be known that it is near.</summary>
    private const double Near = 0.8;

    /// <summary>An age of the oldest message that a burst does not explain.</summary>
    private const long LateMs = 60_000;

    public static IEnumerable<Finding> Of(StatusPageModel page)
    {
        if (page.Notifications is not { } counts) yield break;
        var waiting = $"{Phrases.Count(counts.Queued)} messages wait, and from {Phrases.Count(counts.MaxQueued)} on";
        if (counts.MaxQueued > 0 && counts.Queued >= counts.MaxQueued) yield return new(Severity.Bad, $"{waiting} posts get ATLASHA-503-005", SeeWhy);
        else if (counts.MaxQueued > 0 && counts.Queued >= Near * counts.MaxQueued) yield return new(Severity.Warning, $"{waiting} posts are refused", SeeWhy);
        var bytes = $"{Phrases.Bytes(counts.QueuedBytes ?? 0)} of messages wait, and from {Phrases.Bytes(counts.MaxQueuedBytes)} on";
        if (counts.MaxQueuedBytes > 0 && counts.QueuedBytes >= counts.MaxQueuedBytes) yield return new(Severity.Bad, $"{bytes} posts get ATLASHA-503-005", SeeWhy);
        else if (counts.MaxQueuedBytes > 0 && counts.QueuedBytes >= Near * counts.MaxQueuedBytes) yield return new(Severity.Warning, $"{bytes} posts are refused", SeeWhy);
        if (counts.LagMs >= LateMs) yield return new(Severity.Warning, $"The oldest waiting message has waited for {Phrases.Duration(counts.LagMs)}", SeeWhy);
        if (counts.Failed > 0)
        {
            yield return new(Severity.Warning, $"{(counts.Failed == 1 ? "1 message was" : $"{Phrases.Count(counts.Failed)} messages were")} given up and put aside (dead letters)",
                "`atlas-ha notifications failed` lists them with the reasons. Put right what is wrong, then `atlas-ha notifications replay ID ...` (or --all); drop forgets them.");
        }

        foreach (var halted in counts.KafkaHalted ?? [])
        {
            yield return new(Severity.Bad, $"Kafka: {halted}",
                "Nothing is passed over by itself. `atlas-ha notifications positions` shows what the brokers hold; `atlas-ha notifications positions --reset TOPIC:PARTITION=earliest` (or =latest, an offset, a time) lets it go on there.");
        }

        if (counts.KafkaProblem is { } problem)
        {
            yield return new(Severity.Warning, $"Kafka cannot be used: {problem}",
                "Bring its brokers back, or see Notifications:Kafka. Nothing is lost: what was to be sent waits in the store.");
        }
    }
}
