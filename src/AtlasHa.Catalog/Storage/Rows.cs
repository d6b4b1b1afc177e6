namespace AtlasHa.Catalog.Storage;

/// <summary>A stored type definition. <paramref name="Json"/> is its stored form, UTF-8.</summary>
public sealed record TypeDefRow(string Guid, string Name, string Category, byte[] Json);

/// <summary>What became of a patch of type definitions. <paramref name="Json"/> is UTF-8 JSON owned by the catalogue.</summary>
public sealed record TypePatchRow(string Id, byte[] Json);

/// <summary>
/// A stored entity. Times are milliseconds since the Unix epoch. <paramref name="Document"/> is UTF-8 JSON owned by the catalogue (attributes,
/// classifications, labels, ...); the store does not look into it.
/// </summary>
public sealed record EntityRow(
    string Guid, string TypeName, EntityRowStatus Status, string? CreatedBy, string? UpdatedBy, long CreateTime, long UpdateTime, long Version, byte[] Document);

/// <summary>Status of a stored entity or relationship; the values are those in the database.</summary>
public enum EntityRowStatus
{
    Active = 0,
    Deleted = 1,
}

/// <summary>A value of a unique attribute, in its canonical text form.</summary>
public sealed record UniqueValue(string Attribute, string Value);

/// <summary>A unique value with its holder: at most one active entity per type, attribute and value.</summary>
public sealed record UniqueRow(string TypeName, string Attribute, string Value, string Guid);

/// <summary>A stored relationship from end 1 to end 2. <paramref name="Document"/> is UTF-8 JSON owned by the catalogue.</summary>
public sealed record RelationshipRow(
    string Guid, string TypeName, string End1Guid, string End2Guid, EntityRowStatus Status,
    string? CreatedBy, string? UpdatedBy, long CreateTime, long UpdateTime, long Version, byte[] Document);

/// <summary>Number of entities of exactly one type in one status.</summary>
public sealed record EntityCount(string TypeName, EntityRowStatus Status, long Count);
