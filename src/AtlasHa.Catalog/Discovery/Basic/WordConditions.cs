using AtlasHa.Catalog.Discovery.Indexing;
using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Storage.Search;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Basic;

/// <summary>
/// Makes words a condition: an entity has them in its text, or its type or a classification of it is called so. Names are few and known: looking them up
/// here keeps them out of the index, where a classification that spreads would change the words of all that it comes to.
/// </summary>
internal sealed class WordConditions(TypeRegistry types)
{
    private readonly Dictionary<WordQuery.Phrase, Predicate[]> _named = [];
    private readonly Lazy<(string Name, List<string> Words)[]> _entities = new(() => [.. types.EntityTypes.Select(type => (type.Name, Tokenizer.Words(type.Name)))]);
    private readonly Lazy<(string Name, List<string> Words)[]> _classifications =
        new(() => [.. types.ClassificationTypes.Select(type => (type.Name, Tokenizer.Words(type.Name)))]);

    public Predicate Of(WordQuery query) => HasName(query) ? Divided(query) : new Predicate.Worded(query);

    private bool HasName(WordQuery query) => query switch
    {
        WordQuery.Phrase phrase => Named(phrase).Length > 0,
        WordQuery.All all => all.Parts.Any(HasName),
        WordQuery.Any any => any.Parts.Any(HasName),
        WordQuery.Without without => HasName(without.Wanted) || HasName(without.Unwanted),
        _ => throw new ArgumentException($"unknown query {query}", nameof(query)),
    };

    private Predicate Divided(WordQuery query) => query switch
    {
        WordQuery.Phrase phrase => new Predicate.Any([new Predicate.Worded(phrase), .. Named(phrase)]),
        WordQuery.All all => Predicate.And(all.Parts.Select(Of)),
        WordQuery.Any any => new Predicate.Any([.. any.Parts.Select(Of)]),
        WordQuery.Without without => Predicate.And(Of(without.Wanted), new Predicate.Not(Of(without.Unwanted))),
        _ => throw new ArgumentException($"unknown query {query}", nameof(query)),
    };

    /// <summary>To be of a type, or to have a classification, whose name has the words.</summary>
    private Predicate[] Named(WordQuery.Phrase phrase)
    {
        if (_named.TryGetValue(phrase, out var known))
            return known;
        var entities = Matching(_entities.Value, phrase);
        var classifications = Matching(_classifications.Value, phrase);
        return _named[phrase] =
        [
            .. entities.Count > 0 ? (Predicate[])[new Predicate.OfType(entities)] : [],
            .. classifications.Count > 0 ? (Predicate[])[new Predicate.Classified(classifications)] : [],
        ];
    }

    private static HashSet<string> Matching((string Name, List<string> Words)[] names, WordQuery.Phrase phrase) =>
        names.Where(item => WordMatch.Matches(phrase, item.Words)).Select(item => item.Name).ToHashSet(StringComparer.Ordinal);
}
