using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Discovery.Query;

/// <summary>A classification of an entity and the entity that it was put on.</summary>
internal sealed record TaggedWith(AtlasClassification Classification, StoredEntity Source);
