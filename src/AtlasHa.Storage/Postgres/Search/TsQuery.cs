using System.Globalization;
using System.Text;
using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Storage.Postgres.Search;

/// <summary>The server's spelling of queries and of words. Both are given as lexemes, so that its own parser, which sees e-mail addresses, has no part in it.</summary>
internal static class TsQuery
{
    public static string Of(WordQuery query) => query switch
    {
        WordQuery.Phrase phrase => $"({string.Join(" <-> ", phrase.Words.Select((word, i) => Lexeme(word) + (phrase.IsPrefix && i == phrase.Words.Count - 1 ? ":*" : "")))})",
        WordQuery.All all => Joined(all.Parts, " & "),
        WordQuery.Any any => Joined(any.Parts, " | "),
        WordQuery.Without without => $"({Of(without.Wanted)} & !{Of(without.Unwanted)})",
        _ => throw new ArgumentException($"unknown query {query}", nameof(query)),
    };

    /// <summary>Words in order as a tsvector.</summary>
    public static string Vector(string words)
    {
        var vector = new StringBuilder(2 * words.Length);
        var position = 0;
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            vector.Append(CultureInfo.InvariantCulture, $"{Lexeme(word)}:{++position} ");
        return vector.ToString();
    }

    private static string Joined(IEnumerable<WordQuery> parts, string by) => $"({string.Join(by, parts.Select(Of))})";

    // Letters and digits only: nothing to escape.
    private static string Lexeme(string word) => $"'{word}'";
}
