using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Storage.Search;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Indexing;

/// <summary>What the search index is to hold of an entity.</summary>
internal static class SearchRows
{
    /// <summary>Longer texts than this are found by their beginning only.</summary>
    private const int MaxTextLength = 4096;

    // PostgreSQL takes a megabyte of words, and tells their places apart up to 16,383.
    private const int MaxWords = 10_000;
    private const int MaxLetters = 200_000;

    /// <param name="isNew">The index has nothing of it yet.</param>
    /// <param name="withWords">Its text may have changed.</param>
    public static SearchRow Of(StoredEntity entity, EntityType type, bool isNew, bool withWords)
    {
        HashSet<SearchValue> values = [];
        foreach (var attribute in IndexedAttribute.Of(type))
        {
            var partition = attribute.Partition(entity.Status);
            foreach (var value in Scalars(ValueOf(entity, attribute.Name)))
            {
                if (ValueCodec.Encode(value) is { } encoded)
                    values.Add(new SearchValue(partition, encoded));
            }
        }
        return new SearchRow(entity.Guid, isNew, values, withWords ? string.Join(' ', Words(entity, type)) : null);
    }

    /// <summary>
    /// The words by which an entity is found: of its indexable text attributes and of those that its header shows, of its labels and its custom attributes.
    /// </summary>
    public static IEnumerable<string> Words(StoredEntity entity, EntityType type)
    {
        var words = 0;
        var letters = 0;
        foreach (var word in WordsOfAttributes(entity, type).Concat(WordsOf(entity.Document.Labels)).Concat(WordsOfCustomAttributes(entity)))
        {
            if (++words > MaxWords || (letters += word.Length) > MaxLetters)
                yield break;
            yield return word;
        }
    }

    private static IEnumerable<string> WordsOfAttributes(StoredEntity entity, EntityType type) => type.Attributes.Values
        .Where(attribute => IsText(attribute.Type) && (attribute.Def.IsIndexable || type.HeaderAttributes.Contains(attribute.Name)))
        .SelectMany(attribute => WordsOf(entity.Document.Attributes.GetValueOrDefault(attribute.Name)));

    /// <summary>The words of a text, or of the texts of a list.</summary>
    public static IEnumerable<string> WordsOf(object? value) => Scalars(value).OfType<string>()
        .SelectMany(text => Tokenizer.Words(text.Length <= MaxTextLength ? text : text[..MaxTextLength]));

    private static IEnumerable<string> WordsOfCustomAttributes(StoredEntity entity) => entity.Document.CustomAttributes is { } custom
        ? custom.SelectMany(pair => WordsOf(pair.Key).Concat(WordsOf(pair.Value)))
        : [];

    private static object? ValueOf(StoredEntity entity, string attribute) => attribute == SystemAttributes.ModificationTimestamp
        ? entity.UpdateTime
        : entity.Document.Attributes.GetValueOrDefault(attribute);

    private static IEnumerable<object?> Scalars(object? value) => value is IReadOnlyList<object?> list ? list : [value];

    private static bool IsText(AtlasType type) => type is PrimitiveType { IsString: true } or EnumType || (type is ArrayType array && IsText(array.Element));
}
