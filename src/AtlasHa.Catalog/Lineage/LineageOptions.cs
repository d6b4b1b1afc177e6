namespace AtlasHa.Catalog.Lineage;

/// <summary>How large lineage answers become.</summary>
public sealed record LineageOptions
{
    /// <summary>No more relations are added to an answer once it has more than these. Default 9000.</summary>
    public int MaxRelations { get; init; } = 9000;

    /// <summary>Serves the on-demand form. Default false, as in Atlas.</summary>
    public bool OnDemand { get; init; }

    /// <exception cref="ArgumentException">A value is out of range; says which.</exception>
    public void Validate() => ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxRelations);
}
