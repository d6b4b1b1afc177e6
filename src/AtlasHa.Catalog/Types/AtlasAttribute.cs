using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Types;

/// <summary>An attribute of a struct-like type, with its type resolved.</summary>
public sealed class AtlasAttribute
{
    private const string AppendOption = "isAppendOnPartialUpdate";

    internal AtlasAttribute(AtlasAttributeDef def, AtlasType type, string declaringType)
    {
        Def = def;
        Type = type;
        DeclaringType = declaringType;
        IsOwnedRef = Constraint(AtlasConstraintDef.OwnedRef) is not null;
        InverseRefAttribute = Constraint(AtlasConstraintDef.InverseRef)?.Params?.GetValueOrDefault(AtlasConstraintDef.AttributeParameter) as string;
        UnsetValue = ComputeUnsetValue();
    }

    public AtlasAttributeDef Def { get; }

    public string Name => Def.Name!;

    public AtlasType Type { get; }

    /// <summary>The type whose definition has the attribute; subtypes inherit it.</summary>
    public string DeclaringType { get; }

    public bool IsUnique => Def.IsUnique;

    public bool IsOptional => Def.IsOptional;

    /// <summary>What an entity created without a value (or with null) holds: the default, or the primitive's zero, else null.</summary>
    public object? UnsetValue { get; }

    /// <summary>The referenced entities belong to this one and are deleted with it.</summary>
    public bool IsOwnedRef { get; }

    /// <summary>The attribute of the referenced entity that refers back.</summary>
    public string? InverseRefAttribute { get; }

    /// <summary>A partial update adds to the list or map instead of replacing it.</summary>
    public bool IsAppendOnPartialUpdate => bool.TryParse(Def.Options?.GetValueOrDefault(AppendOption), out var append) && append;

    /// <summary>The entity type referred to, directly or as element of an array or value of a map; null when it is no reference.</summary>
    public ObjectIdType? Reference => ReferenceIn(Type);

    internal AtlasConstraintDef? Constraint(string type) => Def.Constraints?.Find(constraint => constraint.Type == type);

    private static ObjectIdType? ReferenceIn(AtlasType type) => type switch
    {
        ObjectIdType reference => reference,
        ArrayType array => ReferenceIn(array.Element),
        MapType map => ReferenceIn(map.Value),
        _ => null,
    };

    private object? ComputeUnsetValue()
    {
        if (Type is not PrimitiveType primitive)
            return null;
        if (!string.IsNullOrEmpty(Def.DefaultValue) && primitive.TryNormalize(Def.DefaultValue, out var value))
            return value;
        return primitive.IsString && IsOptional ? null : primitive.DefaultValue;
    }
}
