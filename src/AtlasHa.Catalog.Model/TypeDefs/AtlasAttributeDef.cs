using Orleans;

namespace AtlasHa.Catalog.Model.TypeDefs;

/// <summary>An attribute of a struct-like type.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public record AtlasAttributeDef
{
    public string? Name { get; init; }

    /// <summary>A built-in, enum, struct or entity type, or array&lt;T&gt; or map&lt;K,V&gt; of such.</summary>
    public string? TypeName { get; init; }

    public bool IsOptional { get; init; }

    public Cardinality Cardinality { get; init; }

    public int ValuesMinCount { get; init; } = -1;

    public int ValuesMaxCount { get; init; } = -1;

    public bool IsUnique { get; init; }

    public bool IsIndexable { get; init; }

    public bool IncludeInNotification { get; init; }

    /// <summary>The default in text form, parsed by the attribute's type.</summary>
    public string? DefaultValue { get; init; }

    public string? Description { get; init; }

    /// <summary>-1 when unset.</summary>
    public int SearchWeight { get; init; } = -1;

    public IndexType? IndexType { get; init; }

    public List<AtlasConstraintDef>? Constraints { get; init; }

    public Dictionary<string, string>? Options { get; init; }

    public string? DisplayName { get; init; }

    public string? AutoComputeFormat { get; init; }
}

/// <summary>An attribute that a relationship definition gives to an entity type.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasRelationshipAttributeDef : AtlasAttributeDef
{
    public string? RelationshipTypeName { get; init; }

    public bool IsLegacyAttribute { get; init; }
}

/// <summary>A constraint on an attribute: <c>ownedRef</c>, or <c>inverseRef</c> with parameter <c>attribute</c>.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasConstraintDef
{
    public const string OwnedRef = "ownedRef";
    public const string InverseRef = "inverseRef";
    public const string AttributeParameter = "attribute";

    public string? Type { get; init; }

    public Dictionary<string, object?>? Params { get; init; }
}
