using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Catalog.Discovery.Query;

/// <summary>Matches words in memory, as the stores do in their indexes.</summary>
internal static class WordMatch
{
    public static bool Matches(WordQuery query, IReadOnlyList<string> words) => query switch
    {
        WordQuery.Phrase phrase => Occurrences(phrase, words) > 0,
        WordQuery.All all => all.Parts.All(part => Matches(part, words)),
        WordQuery.Any any => any.Parts.Any(part => Matches(part, words)),
        WordQuery.Without without => Matches(without.Wanted, words) && !Matches(without.Unwanted, words),
        _ => throw new ArgumentException($"unknown query {query}", nameof(query)),
    };

    /// <summary>How many of the words have a part in the match.</summary>
    public static int Count(WordQuery query, IReadOnlyList<string> words) => query switch
    {
        WordQuery.Phrase phrase => Occurrences(phrase, words) * phrase.Words.Count,
        WordQuery.All all => all.Parts.Sum(part => Count(part, words)),
        WordQuery.Any any => any.Parts.Sum(part => Count(part, words)),
        WordQuery.Without without => Count(without.Wanted, words),
        _ => throw new ArgumentException($"unknown query {query}", nameof(query)),
    };

    private static int Occurrences(WordQuery.Phrase phrase, IReadOnlyList<string> words)
    {
        var found = 0;
        for (var start = 0; start + phrase.Words.Count <= words.Count; start++)
        {
            if (IsAt(phrase, words, start))
                found++;
        }
        return found;
    }

    private static bool IsAt(WordQuery.Phrase phrase, IReadOnlyList<string> words, int start)
    {
        var last = phrase.Words.Count - 1;
        for (var i = 0; i <= last; i++)
        {
            var matches = phrase.IsPrefix && i == last
                ? words[start + i].StartsWith(phrase.Words[i], StringComparison.Ordinal)
                : words[start + i] == phrase.Words[i];
            if (!matches)
                return false;
        }
        return true;
    }
}
