using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Classifications;

/// <summary>An entity with a tag that it has, or may get.</summary>
internal readonly record struct Holding(string Guid, ClassificationTag Tag);
