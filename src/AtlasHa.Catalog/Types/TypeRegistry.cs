using System.Diagnostics.CodeAnalysis;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Types;

/// <summary>
/// All types of one moment, resolved against each other. Immutable: a change makes a new registry, in which definitions keep the
/// order in which they first came.
/// </summary>
public sealed class TypeRegistry
{
    private readonly Dictionary<string, AtlasBaseTypeDef> _stored;
    private readonly IReadOnlyDictionary<string, AtlasType> _types;
    private readonly Dictionary<string, AtlasType> _byGuid = new(StringComparer.Ordinal);

    private TypeRegistry(Dictionary<string, AtlasBaseTypeDef> stored)
    {
        _stored = stored;
        var table = new TypeTable(stored.Values);
        var ordered = HierarchyResolver.Resolve(table);
        AttributeResolver.Resolve(table, ordered);
        RelationshipResolver.Resolve(table, ordered);
        ClassificationResolver.Resolve(table, ordered);
        BusinessMetadataResolver.Resolve(table);
        foreach (var type in table.OfType<EntityType>())
            type.DeriveAttributeLists(type.SelfAndSuperTypes.Select(name => (EntityType)table.Find(name)!));
        EffectiveDefs.Fill(table);
        _types = table.All;
        foreach (var def in stored.Values.Where(def => def.Guid is not null))
            _byGuid[def.Guid!] = _types[def.Name!];
    }

    /// <summary>Built-in types only.</summary>
    public static TypeRegistry Empty { get; } = new([]);

    public IReadOnlyCollection<EntityType> EntityTypes => [.. _types.Values.OfType<EntityType>()];

    public IReadOnlyCollection<ClassificationType> ClassificationTypes => [.. _types.Values.OfType<ClassificationType>()];

    public IReadOnlyCollection<RelationshipType> RelationshipTypes => [.. _types.Values.OfType<RelationshipType>()];

    /// <summary>Every defined type (built-in ones have no definition).</summary>
    public IEnumerable<AtlasType> Types => _types.Values;

    /// <summary>A registry with the given definitions added, or put in the place of those with the same name.</summary>
    /// <exception cref="AtlasException">The definitions do not fit together; this registry is unchanged.</exception>
    public TypeRegistry With(AtlasTypesDef defs) => With(defs.All());

    /// <inheritdoc cref="With(AtlasTypesDef)"/>
    public TypeRegistry With(IEnumerable<AtlasBaseTypeDef> defs)
    {
        var stored = new Dictionary<string, AtlasBaseTypeDef>(_stored, StringComparer.Ordinal);
        foreach (var def in defs)
            stored[def.Name ?? throw new AtlasException(AtlasErrorCode.TypeNameInvalidFormat, "null", def.Category.WireName())] = StoredForm.Of(def);
        return new TypeRegistry(stored);
    }

    /// <summary>A registry without the named definitions.</summary>
    /// <exception cref="AtlasException">A remaining definition refers to one of them.</exception>
    public TypeRegistry Without(IEnumerable<string> names)
    {
        var gone = names.ToHashSet(StringComparer.Ordinal);
        return new TypeRegistry(_stored.Where(pair => !gone.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal));
    }

    /// <summary>A defined type; built-in ones are not found here.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out AtlasType? type) => _types.TryGetValue(name, out type);

    public bool TryGet<T>(string name, [NotNullWhen(true)] out T? type) where T : AtlasType
    {
        type = _types.GetValueOrDefault(name) as T;
        return type is not null;
    }

    public bool TryGetByGuid(string guid, [NotNullWhen(true)] out AtlasType? type) => _byGuid.TryGetValue(guid, out type);

    /// <exception cref="AtlasException">400-00-014: no such entity type.</exception>
    public EntityType GetEntityType(string? name) => Get<EntityType>(name, TypeCategory.Entity);

    /// <exception cref="AtlasException">400-00-014: no such classification type.</exception>
    public ClassificationType GetClassificationType(string? name) => Get<ClassificationType>(name, TypeCategory.Classification);

    /// <exception cref="AtlasException">400-00-014: no such relationship type.</exception>
    public RelationshipType GetRelationshipType(string? name) => Get<RelationshipType>(name, TypeCategory.Relationship);

    /// <summary>A definition as it is stored: without the members that the server fills in its answers.</summary>
    internal AtlasBaseTypeDef StoredDef(string name) => _stored[name];

    private T Get<T>(string? name, TypeCategory category) where T : AtlasType => TryGet<T>(name ?? "", out var type)
        ? type
        : throw new AtlasException(AtlasErrorCode.TypeNameInvalid, category.WireName(), name);
}
