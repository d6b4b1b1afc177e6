using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>Finds entities by the unique attributes that a URL names. Only active entities can be found.</summary>
internal static class UniqueAttributeLookup
{
    /// <summary>For each of the attribute sets the guid of the entity of the type or a subtype, null when there is none.</summary>
    /// <exception cref="AtlasException">400-00-013: no attribute is given, or one that is not unique.</exception>
    public static async ValueTask<IReadOnlyList<string?>> FindAsync(
        ICatalogReader reader, EntityType type, IReadOnlyCollection<IReadOnlyDictionary<string, string>> sets,
        CancellationToken cancellationToken)
    {
        foreach (IReadOnlyDictionary<string, string> set in sets)
        {
            if (set.Keys.DefaultIfEmpty("").FirstOrDefault(name => !type.UniqueAttributes.ContainsKey(name)) is { } wrong)
                throw new AtlasException(AtlasErrorCode.AttributeUniqueInvalid, type.Name, wrong);
        }

        return await FindUncheckedAsync(reader, type, sets, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As <see cref="FindAsync"/>, but attributes that are not unique are ignored.</summary>
    public static async ValueTask<IReadOnlyList<string?>> FindUncheckedAsync(
        ICatalogReader reader, EntityType type, IReadOnlyCollection<IReadOnlyDictionary<string, string>> sets,
        CancellationToken cancellationToken)
    {
        List<UniqueValue[]> values = [.. sets
            .Select(set => set.ToDictionary(pair => pair.Key, object? (pair) => pair.Value))
            .Select(attributes => UniqueIndex.ValuesOf(type, attributes).ToArray())];
        UniqueIndex index = await UniqueIndex.LoadAsync(reader, values.SelectMany(value => value), cancellationToken).ConfigureAwait(false);
        return [.. values.Select(value => index.Find(type, value))];
    }

    /// <summary>The guid of the one entity with these attributes.</summary>
    /// <exception cref="AtlasException">400-00-013 as above; 404-00-009: there is none.</exception>
    public static async ValueTask<string> GetAsync(
        ICatalogReader reader, EntityType type, IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken)
    {
        IReadOnlyList<string?> found = await FindAsync(reader, type, [attributes], cancellationToken).ConfigureAwait(false);
        return found[0] ?? throw NotFound(type, attributes);
    }

    /// <summary>404-00-009 for attributes that no entity has.</summary>
    public static AtlasException NotFound(EntityType type, IReadOnlyDictionary<string, string> attributes) => new(
        AtlasErrorCode.InstanceByUniqueAttributeNotFound, type.Name, string.Join(", ", attributes.Select(pair => $"{pair.Key}={pair.Value}")));
}
