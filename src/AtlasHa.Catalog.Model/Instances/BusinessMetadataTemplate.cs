namespace AtlasHa.Catalog.Model.Instances;

/// <summary>The form of a file with business metadata for many entities.</summary>
public static class BusinessMetadataTemplate
{
    /// <summary>The heading; below it one line for each attribute of an entity.</summary>
    public const string Csv =
        "EntityType,EntityUniqueAttributeValue,BusinessAttributeName,BusinessAttributeValue,EntityUniqueAttributeName[optional]";
}
