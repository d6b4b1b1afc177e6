using AtlasHa.Catalog.Discovery.Indexing;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Search;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Query;

/// <summary>The entities that a query is about: of some types, or of all, deleted ones included or not.</summary>
internal sealed class Scope
{
    private readonly HashSet<string> _names;
    private readonly EntityRowStatus[] _statuses;
    private readonly bool _isAll;

    private Scope(IReadOnlyList<EntityType> types, bool isAll, bool excludeDeleted)
    {
        (Types, _isAll) = (types, isAll);
        _names = types.Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
        _statuses = excludeDeleted ? [EntityRowStatus.Active] : [EntityRowStatus.Active, EntityRowStatus.Deleted];
    }

    public IReadOnlyList<EntityType> Types { get; }

    /// <summary>Which entities count, for sources that do not go by type.</summary>
    public EntityLimits Limits => new(_isAll ? null : [.. _names], _statuses is [var status] ? status : null);

    public static Scope Everything(TypeRegistry types, bool excludeDeleted = false) => new([.. types.EntityTypes], isAll: true, excludeDeleted);

    public static Scope Of(IEnumerable<EntityType> types, bool withSubTypes, TypeRegistry registry, bool excludeDeleted = false)
    {
        var names = types.SelectMany(type => withSubTypes ? type.SelfAndSubTypes : (IEnumerable<string>)[type.Name]).Distinct(StringComparer.Ordinal);
        return new([.. names.Select(registry.GetEntityType)], isAll: false, excludeDeleted);
    }

    public bool Admits(StoredEntity entity) => _names.Contains(entity.TypeName) && _statuses.Contains(entity.Status);

    public SearchSource.OfTypes All() => All(_names);

    /// <summary>Those of some of the types.</summary>
    public SearchSource.OfTypes All(IReadOnlySet<string> typeNames) =>
        new([.. _names.Where(typeNames.Contains).SelectMany(name => _statuses, (name, status) => new TypeSlice(name, status))]);

    /// <summary>Where the index has values of an attribute of these entities.</summary>
    public IEnumerable<ValueSlice> Slices(string attribute, ValueRange range) => Types
        .SelectMany(type => IndexedAttribute.Of(type).Where(indexed => indexed.Name == attribute))
        .SelectMany(indexed => _statuses, (indexed, status) => new ValueSlice(indexed.Partition(status), range));
}
