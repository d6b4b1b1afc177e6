namespace AtlasHa.Gateway.StatusPage;

/// <summary>
/// A piece of HTML. It can only be made of literals in the source and of values that are encoded on their way in, so what users, instances and
/// ZooKeeper say never becomes markup.
/// </summary>
internal readonly struct Html
{
    public static readonly Html None = Of($"");

    private readonly string? _text;

    private Html(string text) => _text = text;

    public static Html Of(ref HtmlTemplate template) => new(template.Text);

    public static Html Join(IEnumerable<Html> pieces) => new(string.Concat(pieces));

    public override string ToString() => _text ?? "";
}
