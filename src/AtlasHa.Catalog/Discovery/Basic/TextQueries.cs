using AtlasHa.Catalog.Discovery.Indexing;
using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Storage.Search;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Basic;

/// <summary>
/// Reads free text: words that must all occur, <c>"phrases"</c>, beginnings <c>word*</c>, <c>AND</c>, <c>OR</c>, <c>NOT</c> or <c>-</c>, parentheses and
/// <c>attribute:word</c>. Whatever is out of place is passed over: nobody's text is refused.
/// </summary>
internal sealed class TextQueries
{
    private const int MaxDepth = 50;
    private readonly List<string> _tokens;
    private readonly HashSet<string> _attributes;
    private readonly List<Predicate> _ofAttributes = [];
    private int _at;

    private TextQueries(string text, IEnumerable<string> attributes) => (_tokens, _attributes) = (Split(text), attributes.ToHashSet(StringComparer.Ordinal));

    /// <summary>What the text asks for; always true when it has no word.</summary>
    /// <param name="attributes">Names that may stand before a colon.</param>
    /// <param name="types">Whose names count as words of what has them.</param>
    public static Predicate Parse(string? text, IEnumerable<string> attributes, TypeRegistry types)
    {
        var parser = new TextQueries(text ?? "", attributes);
        var words = parser.Any(0);
        return Predicate.And([.. words is null ? [] : (Predicate[])[new WordConditions(types).Of(words)], .. parser._ofAttributes]);
    }

    /// <summary>The words of the text, for how well an entity matches.</summary>
    public static WordQuery? Words(string text) => new TextQueries(text, []).Any(0);

    private WordQuery? Any(int depth)
    {
        List<WordQuery> parts = [];
        do
        {
            if (All(depth) is { } part)
                parts.Add(part);
        }
        while (Take("OR") || (depth == 0 && Take(")")));
        return parts.Count switch { 0 => null, 1 => parts[0], _ => new WordQuery.Any(parts) };
    }

    private WordQuery? All(int depth)
    {
        List<WordQuery> wanted = [];
        List<WordQuery> unwanted = [];
        while (_at < _tokens.Count && _tokens[_at] is not ("OR" or ")"))
        {
            if (Take("AND"))
                continue;
            var isUnwanted = Take("NOT") || Take("-");
            if (One(depth) is { } part)
                (isUnwanted ? unwanted : wanted).Add(part);
        }
        // Everything but some words is no search for words.
        if (wanted.Count == 0)
            return null;
        WordQuery all = wanted is [var single] ? single : new WordQuery.All(wanted);
        return unwanted.Aggregate(all, (query, part) => new WordQuery.Without(query, part));
    }

    private WordQuery? One(int depth)
    {
        if (_at >= _tokens.Count)
            return null;
        var token = _tokens[_at++];
        if (token == "(")
        {
            if (depth >= MaxDepth)
                return null;
            var inner = Any(depth + 1);
            Take(")");
            return inner;
        }
        var colon = token.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && _attributes.Contains(token[..colon]) && PhraseOf(token[(colon + 1)..]) is { } phrase)
        {
            _ofAttributes.Add(new Predicate.AttributeWorded(token[..colon], phrase));
            return null;
        }
        return PhraseOf(token);
    }

    private static WordQuery.Phrase? PhraseOf(string token)
    {
        var words = Tokenizer.Words(token);
        return words.Count == 0 ? null : new WordQuery.Phrase(words, token.EndsWith('*'));
    }

    private bool Take(string token)
    {
        if (_at >= _tokens.Count || _tokens[_at] != token)
            return false;
        _at++;
        return true;
    }

    private static List<string> Split(string text)
    {
        List<string> tokens = [];
        for (var at = 0; at < text.Length;)
        {
            var c = text[at];
            if (char.IsWhiteSpace(c))
                at++;
            else if (c is '(' or ')' || (c == '-' && at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1])))
                tokens.Add(text[at++].ToString());
            else
            {
                var end = at;
                var isQuoted = false;
                while (end < text.Length && (isQuoted || !(char.IsWhiteSpace(text[end]) || text[end] is '(' or ')')))
                    isQuoted ^= text[end++] == '"';
                tokens.Add(text[at..end]);
                at = end;
            }
        }
        return tokens;
    }
}
