using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Types;

/// <summary>The defined types by name while a registry is being resolved.</summary>
internal sealed class TypeTable
{
    /// <summary>Deepest nesting of arrays and maps: each level is a frame of the stack and a copy of the rest of the name.</summary>
    private const int MaxNesting = 32;

    private readonly Dictionary<string, AtlasType> _types;

    public TypeTable(IEnumerable<AtlasBaseTypeDef> defs) => _types = defs.ToDictionary(def => def.Name!, Create, StringComparer.Ordinal);

    public IReadOnlyDictionary<string, AtlasType> All => _types;

    public IEnumerable<T> OfType<T>() where T : AtlasType => _types.Values.OfType<T>();

    public AtlasType? Find(string name) => _types.GetValueOrDefault(name);

    /// <summary>The type meant by an attribute's typeName, arrays and maps included.</summary>
    /// <exception cref="AtlasException">400-00-029: no such type, or arrays and maps nested too deeply.</exception>
    public AtlasType Resolve(string name) => Resolve(name, depth: 0);

    private AtlasType Resolve(string name, int depth)
    {
        if (depth > MaxNesting)
            throw new AtlasException(AtlasErrorCode.BadRequest, $"a type name nests arrays and maps more than {MaxNesting} levels deep");
        if (TypeName.IsArray(name))
            return new ArrayType(Resolve(TypeName.ElementOf(name), depth + 1));
        if (TypeName.IsMap(name))
            return TypeName.TrySplitMap(name, out var key, out var value) ? new MapType(Resolve(key, depth + 1), Resolve(value, depth + 1)) : throw Unknown(name);
        if (BuiltInTypes.All.TryGetValue(name, out var builtIn))
            return builtIn;
        return Find(name) switch
        {
            EntityType entity => new ObjectIdType(entity.Name, entity),
            { } type => type,
            null => throw Unknown(name),
        };
    }

    public static AtlasException Unknown(string name) =>
        new(AtlasErrorCode.BadRequest, AtlasErrorCode.TypeNameNotFound.Format(name));

    private static AtlasType Create(AtlasBaseTypeDef def) => def switch
    {
        AtlasEnumDef d => new EnumType(d),
        AtlasEntityDef d => new EntityType(d),
        AtlasClassificationDef d => new ClassificationType(d),
        AtlasRelationshipDef d => new RelationshipType(d),
        AtlasBusinessMetadataDef d => new BusinessMetadataType(d),
        AtlasStructDef d => new StructType(d),
        _ => throw new ArgumentException($"unknown kind of definition {def.GetType()}", nameof(def)),
    };
}
