namespace AtlasHa.Catalog.Types;

/// <summary>
/// A reference to an entity: <c>{guid}</c> or <c>{typeName, uniqueAttributes}</c>. The type of an attribute whose typeName is an
/// entity type, and the built-in <c>objectid</c>.
/// </summary>
public sealed class ObjectIdType : AtlasType
{
    internal ObjectIdType(string name, EntityType? target) : base(name) => Target = target;

    /// <summary>The entity type (or a supertype of it) that is referred to; null for any.</summary>
    public EntityType? Target { get; }

    /// <summary>The normal form is the map as given: who is meant is found out later.</summary>
    public override bool TryNormalize(object? value, out object? normalized)
    {
        normalized = value;
        return value is null || (value is IReadOnlyDictionary<string, object?> map && IsReference(map));
    }

    private bool IsReference(IReadOnlyDictionary<string, object?> map)
    {
        var typeName = map.GetValueOrDefault("typeName") as string;
        if (!string.IsNullOrEmpty(typeName) && Target is not null && !Target.SelfAndSubTypes.Contains(typeName))
            return false;
        return map.GetValueOrDefault("guid") is string { Length: > 0 }
            || (!string.IsNullOrEmpty(typeName) && map.GetValueOrDefault("uniqueAttributes") is IReadOnlyDictionary<string, object?> { Count: > 0 });
    }
}
