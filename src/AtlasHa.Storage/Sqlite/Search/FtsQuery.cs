using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Storage.Sqlite.Search;

/// <summary>FTS5's spelling of a query. Words are quoted, so that none is taken for an operator.</summary>
internal static class FtsQuery
{
    public static string Of(WordQuery query) => query switch
    {
        WordQuery.Phrase phrase => $"\"{string.Join(' ', phrase.Words)}\"{(phrase.IsPrefix ? " *" : "")}",
        WordQuery.All all => Joined(all.Parts, " AND "),
        WordQuery.Any any => Joined(any.Parts, " OR "),
        WordQuery.Without without => $"({Of(without.Wanted)} NOT {Of(without.Unwanted)})",
        _ => throw new ArgumentException($"unknown query {query}", nameof(query)),
    };

    private static string Joined(IEnumerable<WordQuery> parts, string by) => $"({string.Join(by, parts.Select(Of))})";
}
