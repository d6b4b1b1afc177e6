namespace AtlasHa.Catalog.Storage.Search;

/// <summary>What words an entity must have. Words are lower-case letters and digits, so that no engine takes them for anything else.</summary>
public abstract record WordQuery
{
    /// <summary>These words one after the other; of the last one only the beginning when <paramref name="IsPrefix"/>.</summary>
    public sealed record Phrase(IReadOnlyList<string> Words, bool IsPrefix) : WordQuery;

    public sealed record All(IReadOnlyList<WordQuery> Parts) : WordQuery;

    public sealed record Any(IReadOnlyList<WordQuery> Parts) : WordQuery;

    public sealed record Without(WordQuery Wanted, WordQuery Unwanted) : WordQuery;
}
