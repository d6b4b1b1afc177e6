namespace AtlasHa.Catalog.Discovery.Query;

/// <summary>Which entities are wanted, in what order, and which part of them.</summary>
internal sealed record EntityQuery(Scope Scope, Predicate Where)
{
    /// <summary>Null: in the order in which they are found, which is the same each time.</summary>
    public SortKey? Sort { get; init; }

    public int Offset { get; init; }

    public int Limit { get; init; } = int.MaxValue;

    /// <summary>Where an earlier page has ended.</summary>
    public PageMarker? After { get; init; }
}

/// <summary>Entities without a value come last, whatever the direction.</summary>
internal sealed record SortKey(SearchAttribute Attribute, bool Descending);
