using AtlasHa.Catalog.Entities;

namespace AtlasHa.Catalog.Classifications;

/// <summary>A relationship as it was, null for a new one, and as it is now. Its ends are the same.</summary>
internal sealed record RelationshipChange(StoredRelationship? Before, StoredRelationship After);
