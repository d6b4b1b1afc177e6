using System.Globalization;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Tests.Models;

/// <summary>
/// Makes requests that create an entity of any type: with a value for each attribute, and with whatever other entities its type cannot do without.
/// The same seed makes the same requests.
/// </summary>
internal sealed class GeneratedEntities(TypeRegistry types, int seed)
{
    private const int DeepestReference = 6;
    private readonly Random _random = new(seed);
    private int _last;

    /// <summary>A request that must be accepted.</summary>
    public AtlasEntityWithExtInfo Valid(EntityType type)
    {
        var referred = new Dictionary<string, AtlasEntity?>();
        return new AtlasEntityWithExtInfo { Entity = Build(type, all: true, owner: null, referred, depth: 0), ReferredEntities = referred };
    }

    /// <summary>Nothing is given.</summary>
    public static AtlasEntityWithExtInfo Empty(EntityType type) =>
        new() { Entity = new AtlasEntity { Guid = "-1", TypeName = type.Name, Attributes = new Dictionary<string, object?>() } };

    /// <summary>
    /// Each attribute has a value that its type does not have; attributes of type string are left out, as that takes any value, and references, as they
    /// are refused one by one.
    /// </summary>
    public static AtlasEntityWithExtInfo Wrong(EntityType type) =>
        Wrong(type, type.Attributes.Values.Where(attribute => attribute.Type.Name != "string" && attribute.Reference is null));

    /// <summary>For each attribute that refers to entities, a request in which it refers to none.</summary>
    public static IEnumerable<AtlasEntityWithExtInfo> WrongReferences(EntityType type) =>
        type.Attributes.Values.Where(attribute => attribute.Reference is not null).Select(attribute => Wrong(type, [attribute]));

    private AtlasEntity Build(EntityType type, bool all, (string Attribute, object? Reference)? owner, Dictionary<string, AtlasEntity?> referred, int depth)
    {
        if (depth > DeepestReference)
            throw new InvalidOperationException($"entities of type {type.Name} need each other without end");
        var guid = (--_last).ToString(CultureInfo.InvariantCulture);
        var attributes = new Dictionary<string, object?>();
        var relationships = new Dictionary<string, object?>();
        if (owner is { } given)
            relationships[given.Attribute] = given.Reference;
        foreach (var (name, candidates) in type.RelationshipAttributes.Where(pair => !relationships.ContainsKey(pair.Key)))
        {
            if (candidates.All(candidate => candidate.IsMandatory) || type.Attributes.GetValueOrDefault(name) is { IsOptional: false })
                relationships[name] = Related(candidates[0], guid, referred, depth);
        }
        foreach (var attribute in type.Attributes.Values.Where(attribute => !type.RelationshipAttributes.ContainsKey(attribute.Name)))
        {
            if (all || !attribute.IsOptional)
                attributes[attribute.Name] = Value(attribute.Type, referred, depth);
        }
        return new AtlasEntity { Guid = guid, TypeName = type.Name, Attributes = attributes, RelationshipAttributes = relationships };
    }

    /// <summary>The value of a relationship attribute: a new entity at the other end, which refers back.</summary>
    private object Related(RelationshipAttribute attribute, string guid, Dictionary<string, AtlasEntity?> referred, int depth)
    {
        var other = Build(attribute.OtherType, all: false, owner: Back(attribute, guid), referred, depth + 1);
        referred[other.Guid!] = other;
        var reference = Reference(other.Guid!, attribute.RelationshipType.Name);
        return attribute.Cardinality == Cardinality.Single ? reference : new List<object?> { reference };
    }

    private static (string, object?) Back(RelationshipAttribute attribute, string guid)
    {
        var reference = Reference(guid, attribute.RelationshipType.Name);
        return (attribute.OtherEndDef.Name!, attribute.OtherEndDef.Cardinality == Cardinality.Single ? reference : new List<object?> { reference });
    }

    private static Dictionary<string, object?> Reference(string guid, string? relationshipType = null)
    {
        var reference = new Dictionary<string, object?> { ["guid"] = guid };
        if (relationshipType is not null)
            reference["relationshipType"] = relationshipType;
        return reference;
    }

    private object? Value(AtlasType type, Dictionary<string, AtlasEntity?> referred, int depth) => type switch
    {
        PrimitiveType => Primitive(type.Name),
        EnumType choice => choice.Def.ElementDefs![_random.Next(choice.Def.ElementDefs.Count)].Value,
        ArrayType array => Enumerable.Range(0, Math.Max(1, array.MinCount)).Select(_ => Value(array.Element, referred, depth)).ToList(),
        MapType map => new Dictionary<string, object?> { [Convert.ToString(Value(map.Key, referred, depth), CultureInfo.InvariantCulture)!] = Value(map.Value, referred, depth) },
        ObjectIdType reference => ReferenceTo(reference.Target ?? types.GetEntityType("DataSet"), referred, depth),
        StructType complex => new Dictionary<string, object?>
        {
            ["typeName"] = complex.Name,
            ["attributes"] = complex.Attributes.Values.Where(attribute => depth < DeepestReference || !attribute.IsOptional)
                .ToDictionary(attribute => attribute.Name, attribute => Value(attribute.Type, referred, depth + 1)),
        },
        _ => throw new InvalidOperationException($"no values are known of type {type.Name}"),
    };

    private Dictionary<string, object?> ReferenceTo(EntityType target, Dictionary<string, AtlasEntity?> referred, int depth)
    {
        var other = Build(target, all: false, owner: null, referred, depth + 1);
        referred[other.Guid!] = other;
        return Reference(other.Guid!);
    }

    private object Primitive(string name) => name switch
    {
        "boolean" => _random.Next(2) == 0,
        "byte" => (long)_random.Next(sbyte.MinValue, sbyte.MaxValue),
        "short" => (long)_random.Next(short.MinValue, short.MaxValue),
        "int" => (long)_random.Next(),
        "long" or "date" => _random.NextInt64(0, 4_000_000_000_000),
        "float" or "double" or "bigdecimal" => (decimal)_random.Next(1000) / 8,
        "biginteger" => _random.NextInt64(),
        _ => $"{name} {_random.Next():x} {--_last}",
    };

    private static AtlasEntityWithExtInfo Wrong(EntityType type, IEnumerable<AtlasAttribute> attributes) => new()
    {
        Entity = new AtlasEntity
        {
            Guid = "-1",
            TypeName = type.Name,
            Attributes = attributes.ToDictionary(attribute => attribute.Name, attribute => WrongValue(attribute.Type)),
        },
    };

    private static object? WrongValue(AtlasType type) => type switch
    {
        PrimitiveType { Name: "boolean" } or EnumType => new Dictionary<string, object?> { ["neither"] = "text" },
        PrimitiveType or StructType or ObjectIdType => "no such value",
        ArrayType => "no list",
        MapType => new List<object?> { "no map" },
        _ => throw new InvalidOperationException($"no wrong values are known of type {type.Name}"),
    };
}
