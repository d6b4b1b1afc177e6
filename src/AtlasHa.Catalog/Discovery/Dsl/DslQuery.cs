namespace AtlasHa.Catalog.Discovery.Dsl;

/// <summary>A query as written.</summary>
internal sealed record DslQuery
{
    /// <summary>Types, classifications, or names that stand for either; the first says what the query is about.</summary>
    public required IReadOnlyList<DslName> Sources { get; init; }

    public DslName? Alias { get; init; }

    public DslExpression? Where { get; init; }

    public IReadOnlyList<DslName> GroupBy { get; init; } = [];

    public IReadOnlyList<DslColumn> Select { get; init; } = [];

    public DslName? OrderBy { get; init; }

    public bool Descending { get; init; }

    public int? Limit { get; init; }

    public int? Offset { get; init; }
}

/// <summary>A name, with dots between the attributes that lead to the last one.</summary>
internal sealed record DslName(string Text, int Position);

/// <summary>An attribute or an aggregate of the entities found; <c>count()</c> has no attribute.</summary>
internal sealed record DslColumn(DslAggregate Aggregate, DslName? Attribute, DslName? Label, int Position);

internal enum DslAggregate
{
    None,
    Count,
    Min,
    Max,
    Sum,
}
