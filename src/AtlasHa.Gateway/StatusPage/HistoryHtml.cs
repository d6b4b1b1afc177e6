using AtlasHa.LeaderElection;

namespace AtlasHa.Gateway.StatusPage;

/// <summary>The last changes of the active, the latest first.</summary>
internal static class HistoryHtml
{
    private const int Shown = 20;

    public static Html Of(KnownHistory history, DateTimeOffset now) => Html.Of($"""
        <section><h2>Changes of the active</h2>
        {Staleness(history, now)}
        {Table(history.Changes)}
        </section>
        """);

    private static Html Staleness(KnownHistory history, DateTimeOffset now) => history switch
    {
        { Problem: null } => Html.None,
        { ReadAt: { } readAt } => Html.Of($"""<p class="stale">As of {Phrases.TimeAndAge(readAt, now)}: {history.Problem}.</p>"""),
        _ => Html.Of($"""<p class="stale">Not known here: {history.Problem}.</p>"""),
    };

    private static Html Table(IReadOnlyList<TermChange>? changes) => changes switch
    {
        null => Html.None,
        [] => Html.Of($"<p>None yet.</p>"),
        _ => Html.Of($"""
            <table>
            <thead><tr><th>Epoch</th><th>At</th><th>From</th><th>To</th><th>Reason</th><th>Gap</th><th>Claim + activate + publish</th></tr></thead>
            <tbody>{Html.Join(changes.Reverse().Take(Shown).Select(Row))}</tbody>
            </table>
            """),
    };

    private static Html Row(TermChange change) => Html.Of($"""
        <tr>
        <th data-label="Epoch" scope="row">{change.Epoch}</th>
        <td data-label="At">{Phrases.Time(change.At)}</td>
        <td data-label="From">{change.From ?? Phrases.Nothing}</td>
        <td data-label="To">{change.To}</td>
        <td data-label="Reason" class="wide">{change.Reason}</td>
        <td data-label="Gap">{(change.GapMs is { } gap ? $"{Phrases.Count(gap)} ms" : Phrases.Nothing)}</td>
        <td data-label="Took">{Phrases.Millis(change.ClaimMs)} + {Phrases.Millis(change.ActivateMs)} + {Phrases.Millis(change.PublishMs)} ms</td>
        </tr>
        """);
}
