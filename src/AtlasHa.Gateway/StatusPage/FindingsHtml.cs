namespace AtlasHa.Gateway.StatusPage;

/// <summary>The verdict at the top: all is well, or what is not, and what to do.</summary>
internal static class FindingsHtml
{
    /// <param name="findings">The worst first.</param>
    /// <param name="knowsAll">Whether all instances were asked: of one alone it cannot be said that all is well.</param>
    public static Html Of(IReadOnlyList<Finding> findings, bool knowsAll) => findings.Count == 0
        ? Html.Of($"""<section class="verdict good"><strong>{(knowsAll ? "All is well." : "Nothing is wrong as far as this instance knows by itself.")}</strong></section>""")
        : Html.Of($"""<ul class="findings">{Html.Join(findings.Select(Item))}</ul>""");

    private static Html Item(Finding finding) => Html.Of($"""
        <li class="verdict {ClassOf(finding.Severity)}"><strong>{WordOf(finding.Severity)}: {finding.What}.</strong> <span class="todo">{Code(finding.ToDo)}</span></li>
        """);

    private static string ClassOf(Severity severity) => severity switch
    {
        Severity.Bad => "bad",
        Severity.Warning => "warning",
        _ => "notice",
    };

    private static string WordOf(Severity severity) => severity switch
    {
        Severity.Bad => "Bad",
        Severity.Warning => "Warning",
        _ => "Under way",
    };

    /// <summary>What is between back ticks is to be typed.</summary>
    private static Html Code(string text)
        => Html.Join(text.Split('`').Select((part, index) => index % 2 == 0 ? Html.Of($"{part}") : Html.Of($"<code>{part}</code>")));
}
