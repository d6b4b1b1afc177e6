namespace AtlasHa.Catalog.Storage;

/// <summary>One classification that was put on one entity, wherever it has spread from there.</summary>
/// <param name="TypeName">Name of the classification type.</param>
/// <param name="SourceGuid">The entity that it was put on.</param>
public readonly record struct ClassificationTag(string TypeName, string SourceGuid);
