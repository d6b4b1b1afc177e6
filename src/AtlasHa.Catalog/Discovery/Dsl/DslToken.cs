namespace AtlasHa.Catalog.Discovery.Dsl;

/// <summary>A word, literal or symbol of a query. <paramref name="Text"/> is without quotes.</summary>
internal readonly record struct DslToken(DslTokenKind Kind, string Text, int Position)
{
    /// <summary>An unquoted word or symbol, in whatever case.</summary>
    public bool Is(string keyword) => Kind is DslTokenKind.Word or DslTokenKind.Symbol && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    public string Shown => Kind == DslTokenKind.End ? "the end" : $"'{Text}'";
}

internal enum DslTokenKind
{
    /// <summary>A name or keyword, with dots in it.</summary>
    Word,

    /// <summary>Text in quotes, which may be a name too.</summary>
    Quoted,
    Number,
    Symbol,
    End,
}
