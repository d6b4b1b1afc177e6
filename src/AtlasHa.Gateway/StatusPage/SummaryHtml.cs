using AtlasHa.Catalog.Model.Cluster;

namespace AtlasHa.Gateway.StatusPage;

/// <summary>What counts most, in a few boxes: the service, this instance, its contacts, messages.</summary>
internal static class SummaryHtml
{
    public static Html Of(StatusPageModel page)
    {
        var status = page.Status;
        return Html.Of($"""
            <div class="boxes">
            <section><h2>Service</h2><dl>
            <dt>Active</dt><dd>{(status.ActiveInstanceId is { } active ? Instance(active, status.ActiveUrl) : Html.Of($"nobody"))}</dd>
            <dt>Epoch</dt><dd>{status.Epoch}</dd>
            <dt>Since</dt><dd>{Since(page)}</dd>
            <dt>Failover</dt><dd>{(status.Paused == true ? "paused" : "automatic")}</dd>
            <dt>Switchover</dt><dd>{(status.Switchover is { } pending ? $"pending, {pending.From} to {pending.To}" : "none pending")}</dd>
            </dl></section>
            <section><h2>This instance</h2><dl>
            <dt>State</dt><dd>{StatusPageHtml.Badge(status.Status, status.Failsafe == true)}</dd>
            <dt>Up for</dt><dd>{Phrases.Duration(status.UptimeMs)}</dd>
            <dt>ZooKeeper</dt><dd>{(page.Connected ? "connected" : "out of reach")}, last heard {Phrases.Ago(status.ZooKeeperAgeMs)}</dd>
            <dt>Lease</dt><dd>{Lease(page)}</dd>
            <dt>Store</dt><dd>last answered {Phrases.Ago(status.StoreAgeMs)}</dd>
            </dl></section>
            {Messages(page.Notifications)}
            </div>
            """);
    }

    /// <summary>An instance's name, linked to its own page. Where it leads is what it registered: only HTTP makes a link.</summary>
    public static Html Instance(string id, string? url)
        => Uri.TryCreate(url, UriKind.Absolute, out var parsed) && (parsed.Scheme == Uri.UriSchemeHttp || parsed.Scheme == Uri.UriSchemeHttps)
            ? Html.Of($"""<a href="{parsed.GetLeftPart(UriPartial.Authority)}/status">{id}</a>""")
            : Html.Of($"{id}");

    private static string Lease(StatusPageModel page) => page.LeaseIsValid switch
    {
        null => "none, as it is not in office",
        true => "valid",
        false => "run out: the store confirms each answer",
    };

    private static string Since(StatusPageModel page)
    {
        if (page.Status.ActiveInstanceId is not { } active) return Phrases.Nothing;
        if (page.History is not { } history) return "shown to those who sign in";
        return history.Changes is [.., { } last] && last.To == active ? Phrases.TimeAndAge(last.At, page.Now) : "not known here";
    }

    private static Html Messages(NotificationHeartbeat? counts) => counts is null
        ? Html.Of($"<section><h2>Messages</h2><p>The active tells of them.</p></section>")
        : Html.Of($"""
            <section><h2>Messages</h2><dl>
            <dt>Waiting</dt><dd>{Phrases.Count(counts.Queued)} of {Phrases.Count(counts.MaxQueued)}</dd>
            <dt>Oldest</dt><dd>{(counts.LagMs > 0 ? Phrases.Duration(counts.LagMs) : Phrases.Nothing)}</dd>
            <dt>Processed</dt><dd>{Phrases.Count(counts.Processed)} since its start</dd>
            <dt>Refused</dt><dd>{Phrases.Count(counts.Refused)} posts since it took office</dd>
            <dt>Given up</dt><dd>{Phrases.Count(counts.Failed)}</dd>
            {Kafka(counts)}
            {Html.Join((counts.KafkaPartitions ?? []).Select(Partition))}
            </dl></section>
            """);

    private static Html Partition(KafkaPartitionLag partition)
        => Html.Of($"<dt>{partition.Topic}/{partition.Partition}</dt><dd>{Phrases.Count(partition.Lag)} to read, from {(partition.Next < 0 ? "its beginning" : $"offset {partition.Next}")} on</dd>");

    private static Html Kafka(NotificationHeartbeat counts) => counts is { KafkaLag: null, Unpublished: null }
        ? Html.None
        : Html.Of($"""
            <dt>Kafka</dt><dd>{(counts.KafkaLag is { } lag ? Phrases.Count(lag) : Phrases.Nothing)} to read, {(counts.Unpublished is { } unsent ? Phrases.Count(unsent) : Phrases.Nothing)} to send</dd>
            """);
}
