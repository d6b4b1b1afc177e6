using System.Text.Json;

namespace AtlasHa.Catalog.Model.TypeDefs;

/// <summary>What kind of type a definition defines.</summary>
public enum TypeCategory
{
    Enum,
    Struct,
    Classification,
    Entity,
    Relationship,
    BusinessMetadata,
}

/// <summary>How categories are spelled where people and clients read them.</summary>
public static class TypeCategoryNames
{
    /// <summary>Such as BUSINESS_METADATA.</summary>
    public static string WireName(this TypeCategory category) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(category.ToString());
}

/// <summary>How many values an attribute or relationship end holds.</summary>
public enum Cardinality
{
    Single,
    List,
    Set,
}

/// <summary>Ownership between the two ends of a relationship.</summary>
public enum RelationshipCategory
{
    Association,
    Aggregation,
    Composition,
}

/// <summary>The direction in which classifications spread along a relationship.</summary>
public enum PropagateTags
{
    None,
    OneToTwo,
    TwoToOne,
    Both,
}

/// <summary>How an attribute's values are indexed for search.</summary>
public enum IndexType
{
    Default,
    String,
}
