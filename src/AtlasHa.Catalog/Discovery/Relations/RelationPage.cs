using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Entities;

namespace AtlasHa.Catalog.Discovery.Relations;

/// <summary>Some of the relationships that match, how many there are in all where that is known, and where the next page begins, null after the last.</summary>
internal sealed record RelationPage(IReadOnlyList<StoredRelationship> Found, int? Total, PageMarker? Next);
