using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Types;

/// <summary>Checks that types may be deleted: nothing that stays may refer to them.</summary>
internal static class TypeDeletion
{
    // The order in which Atlas checks and deletes: what refers to others goes before them.
    private static readonly TypeCategory[] Order =
    [
        TypeCategory.Relationship, TypeCategory.Struct, TypeCategory.Classification, TypeCategory.Entity, TypeCategory.Enum, TypeCategory.BusinessMetadata,
    ];

    /// <summary>The types that a request names, in the order of deletion.</summary>
    /// <exception cref="AtlasException">One does not exist.</exception>
    public static IReadOnlyList<AtlasType> Locate(TypeRegistry current, AtlasTypesDef request) =>
        [.. request.All().OrderBy(def => Array.IndexOf(Order, def.Category)).Select(def => Locate(current, def)).Distinct()];

    /// <exception cref="AtlasException">Something that stays refers to one of the types.</exception>
    public static async Task CheckAsync(
        TypeRegistry current, IReadOnlyList<AtlasType> types, bool force, ICatalogReader reader, CancellationToken cancellationToken)
    {
        var used = await UsedAsync(types, reader, cancellationToken).ConfigureAwait(false);
        var gone = types.Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
        var referrers = current.Types.Where(type => !gone.Contains(type.Name))
            .SelectMany(type => TypeReferences.Of(TypeQueries.DefOf(type)).Select(target => (Target: target, Referrer: type)))
            .ToLookup(pair => pair.Target, pair => pair.Referrer, StringComparer.Ordinal);
        foreach (var type in types)
        {
            if (!force && type is BusinessMetadataType metadata && metadata.Attributes.Values.Any(attribute => !attribute.Def.IsIndexable))
                throw new AtlasException(AtlasErrorCode.NonIndexableBmDeleteNotAllowed, type.Name);
            if (!(force && type is BusinessMetadataType) && used.Contains(type.Name))
                throw new AtlasException(AtlasErrorCode.TypeHasReferences, type.Name);
            if (referrers[type.Name].Any())
                throw new AtlasException(
                    referrers[type.Name].Any(referrer => referrer is RelationshipType)
                        ? AtlasErrorCode.TypeHasRelationships
                        : AtlasErrorCode.TypeHasReferences,
                    type.Name);
        }
    }

    private static AtlasType Locate(TypeRegistry current, AtlasBaseTypeDef def)
    {
        var byGuid = !string.IsNullOrWhiteSpace(def.Guid);
        var type = byGuid ? TypeQueries.ByGuid(current, def.Guid!) : TypeQueries.ByName(current, def.Name);
        if (type.Category == def.Category)
            return type;
        throw byGuid
            ? new AtlasException(AtlasErrorCode.TypeGuidNotFound, def.Guid)
            : new AtlasException(AtlasErrorCode.TypeNameNotFound, def.Name);
    }

    private static async Task<HashSet<string>> UsedAsync(IReadOnlyList<AtlasType> types, ICatalogReader reader, CancellationToken cancellationToken)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        used.UnionWith(await reader.EntityTypesInUseAsync(Names(type => type is EntityType), cancellationToken).ConfigureAwait(false));
        used.UnionWith(await reader.RelationshipTypesInUseAsync(Names(type => type is RelationshipType), cancellationToken).ConfigureAwait(false));
        used.UnionWith(await reader.TypesUsedByEntitiesAsync(
            Names(type => type is not EntityType and not RelationshipType), cancellationToken).ConfigureAwait(false));
        return used;

        List<string> Names(Func<AtlasType, bool> kind) => [.. types.Where(kind).Select(type => type.Name)];
    }
}
