using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Types;

/// <summary>A type with supertypes: an entity or classification type.</summary>
public abstract class HierarchicalType : StructType
{
    private protected HierarchicalType(AtlasStructDef def) : base(def)
    {
    }

    /// <summary>Names of the supertypes that the definition gives.</summary>
    public abstract IReadOnlyList<string> DirectSuperTypes { get; }

    /// <summary>Names of this type and all its supertypes.</summary>
    public IReadOnlySet<string> SelfAndSuperTypes { get; internal set; } = new HashSet<string>();

    /// <summary>Names of this type and all its subtypes.</summary>
    public IReadOnlySet<string> SelfAndSubTypes { get; internal set; } = new HashSet<string>();

    /// <summary>True for the type itself too.</summary>
    public bool IsSubTypeOf(string typeName) => SelfAndSuperTypes.Contains(typeName);
}
