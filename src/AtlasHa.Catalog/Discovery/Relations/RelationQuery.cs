using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Relations;

/// <summary>Which relationships are wanted, in what order, and which part of them.</summary>
/// <param name="Types">Of which types, by name.</param>
/// <param name="Where">What must hold for them.</param>
/// <param name="ActiveOnly">Leaves deleted ones out.</param>
/// <param name="Sort">Null: by type, and in each in order of creation.</param>
/// <param name="Offset">How many to pass over.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="After">Where an earlier page has ended.</param>
internal sealed record RelationQuery(
    IReadOnlyList<RelationshipType> Types, Predicate Where, bool ActiveOnly, SortKey? Sort, int Offset, int Limit, PageMarker? After);
