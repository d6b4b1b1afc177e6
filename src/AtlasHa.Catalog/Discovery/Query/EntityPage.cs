using AtlasHa.Catalog.Entities;

namespace AtlasHa.Catalog.Discovery.Query;

/// <summary>The entities found.</summary>
/// <param name="Total">How many there are in all, when that came out; null when there may be more.</param>
/// <param name="Next">Where the next page begins; null when this one was the last.</param>
internal sealed record EntityPage(IReadOnlyList<StoredEntity> Entities, int? Total, PageMarker? Next);
