using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>
/// Who holds the unique values that a request asks for, looked up in one round trip. Only active entities hold any.
/// </summary>
internal sealed class UniqueIndex
{
    private readonly Dictionary<UniqueValue, List<UniqueRow>> _holders = [];

    private UniqueIndex(IEnumerable<UniqueRow> rows)
    {
        foreach (UniqueRow row in rows)
            Add(row);
    }

    public static async ValueTask<UniqueIndex> LoadAsync(
        ICatalogReader reader, IEnumerable<UniqueValue> values, CancellationToken cancellationToken)
    {
        UniqueValue[] distinct = [.. values.Distinct()];
        return new UniqueIndex(distinct.Length == 0 ? [] : await reader.FindUniqueAsync(distinct, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The unique values among attributes; those that are null or do not fit their type are left out.</summary>
    public static IEnumerable<UniqueValue> ValuesOf(EntityType type, IReadOnlyDictionary<string, object?> attributes)
    {
        foreach (AtlasAttribute attribute in type.UniqueAttributes.Values)
        {
            object? value = attributes.GetValueOrDefault(attribute.Name);
            if (attribute.Type.TryNormalize(value, out object? normalized) && normalized is not null)
                yield return new UniqueValue(attribute.Name, AttributeValue.ToText(normalized));
        }
    }

    /// <summary>All holders that were found.</summary>
    public IEnumerable<string> Guids => _holders.Values.SelectMany(rows => rows).Select(row => row.Guid);

    /// <summary>
    /// The entity of the type or a subtype that holds one of the values; the first value that has a holder decides, and of several
    /// holders one of exactly the type goes first.
    /// </summary>
    public string? Find(EntityType type, IEnumerable<UniqueValue> values) => values
        .Select(value => _holders.GetValueOrDefault(value)?
            .Where(row => type.SelfAndSubTypes.Contains(row.TypeName))
            .OrderByDescending(row => row.TypeName == type.Name)
            .ThenBy(row => row.Guid, StringComparer.Ordinal)
            .FirstOrDefault()?.Guid)
        .FirstOrDefault(guid => guid is not null);

    /// <summary>Makes an entity that is about to be created findable.</summary>
    public void Add(UniqueRow row)
    {
        var key = new UniqueValue(row.Attribute, row.Value);
        if (!_holders.TryGetValue(key, out List<UniqueRow>? rows))
            _holders[key] = rows = [];
        rows.Add(row);
    }
}
