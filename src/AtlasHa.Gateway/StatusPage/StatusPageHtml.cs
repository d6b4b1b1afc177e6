namespace AtlasHa.Gateway.StatusPage;

/// <summary>The whole page. Its script puts a newer <c>main</c> in the place of this one; without a script the browser loads the page again.</summary>
internal static class StatusPageHtml
{
    public static string Render(StatusPageModel page)
    {
        var status = page.Status;
        var findings = Findings.Of(page);
        var state = Badge(status.Status, status.Failsafe == true);
        return Html.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <noscript><meta http-equiv="refresh" content="5"></noscript>
            <title>{status.InstanceId} {status.Status} | AtlasHa</title>
            <link rel="stylesheet" href="/status/page.css">
            <script src="/status/page.js" defer></script>
            </head>
            <body>
            <p id="stale" role="alert" hidden></p>
            <main>
            <header><h1>{status.InstanceId}</h1> {state} <span class="product">AtlasHa</span></header>
            {FindingsHtml.Of(findings, knowsAll: page.Instances is not null)}
            {SummaryHtml.Of(page)}
            {(page.Instances is { } listed ? InstancesHtml.Of(listed) : SignIn)}
            {(page.History is { } history ? HistoryHtml.Of(history, page.Now) : Html.None)}
            <footer>As of {Phrases.Time(page.Now)}, told by {status.InstanceId}. For programs:
            <a href="/api/atlas/admin/status">status</a> <a href="/api/atlas/admin/instances">instances</a> <a href="/api/atlas/admin/history">history</a>
            <a href="/metrics">metrics</a></footer>
            </main>
            </body>
            </html>

            """).ToString();
    }

    /// <summary>The name of a state, with a colour of its own.</summary>
    public static Html Badge(string state, bool isFailsafe = false)
    {
        var kind = state switch
        {
            StatusPageModel.Active => isFailsafe ? "warning" : "good",
            StatusPageModel.Passive => "passive",
            "UNREACHABLE" => "bad",
            _ => "notice",
        };
        return Html.Of($"""<span class="badge {kind}">{state}{(isFailsafe ? ", failsafe" : "")}</span>""");
    }

    private static readonly Html SignIn = Html.Of($"""
        <section><h2>Instances and history</h2><p>They are shown to users with the role reader: <a href="/status/all">sign in</a>.</p></section>
        """);
}
