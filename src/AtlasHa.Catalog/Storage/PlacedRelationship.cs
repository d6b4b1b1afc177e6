namespace AtlasHa.Catalog.Storage;

/// <summary>A relationship with its place in the order of creation.</summary>
public sealed record PlacedRelationship(long Id, RelationshipRow Row);
