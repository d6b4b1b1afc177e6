namespace AtlasHa.Catalog.Discovery.Dsl;

/// <summary>A query that means nothing; <paramref name="position"/> counts its characters from 0.</summary>
internal sealed class DslException(int position, string message) : Exception(message)
{
    public int Position { get; } = position;

    /// <summary>The message with line and column, both counted from 1.</summary>
    public string At(string text)
    {
        var before = text.AsSpan(0, Math.Min(Position, text.Length));
        var line = before.Count('\n') + 1;
        return FormattableString.Invariant($"line {line}:{Position - (before.LastIndexOf('\n') + 1) + 1} {Message}");
    }
}
