using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Types;

/// <summary>Definitions that exist only to be looked up: they list the system attributes which all entities or classifications have.</summary>
internal static class RootTypes
{
    private const string AllEntityTypes = "_ALL_ENTITY_TYPES";
    private const string AllClassificationTypes = "_ALL_CLASSIFICATION_TYPES";

    private static readonly AtlasEntityDef EntityRoot = new()
    {
        Name = "__ENTITY_ROOT",
        Description = "Root of all entity types",
        AttributeDefs =
        [
            .. Attributes("date", "__timestamp", "__modificationTimestamp"),
            .. Attributes("boolean", "__isIncomplete"),
            .. Attributes(
                "string", "__modifiedBy", "__createdBy", "__state", "__guid", "__historicalGuids", "__typeName", "__classificationsText",
                "__classificationNames", "__propagatedClassificationNames", "__labels", "__customAttributes", "__pendingTasks"),
        ],
    };

    private static readonly AtlasClassificationDef ClassificationRoot = new()
    {
        Name = "__CLASSIFICATION_ROOT",
        Description = "Root of all classification types",
        AttributeDefs =
        [
            .. Attributes("date", "__timestamp", "__modificationTimestamp"),
            .. Attributes("string", "__typeName", "__modifiedBy", "__createdBy", "__entityStatus"),
        ],
    };

    /// <summary>The root that the special name stands for; null for any other name.</summary>
    public static AtlasBaseTypeDef? Find(TypeCategory category, string name) => category switch
    {
        TypeCategory.Entity when name.Equals(AllEntityTypes, StringComparison.OrdinalIgnoreCase) => EntityRoot,
        TypeCategory.Classification when name.Equals(AllClassificationTypes, StringComparison.OrdinalIgnoreCase) => ClassificationRoot,
        _ => null,
    };

    private static IEnumerable<AtlasAttributeDef> Attributes(string typeName, params string[] names) => names.Select(name =>
        new AtlasAttributeDef { Name = name, TypeName = typeName, IsOptional = true, IsIndexable = true, ValuesMinCount = 0, ValuesMaxCount = 1 });
}
