using AtlasHa.Catalog.Model.Discovery;
using Orleans;

namespace AtlasHa.Catalog.Model.Audit;

/// <summary>Which entries of the admin audit to list.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AuditSearchParameters
{
    /// <summary>On the members of <see cref="AtlasAuditEntry"/>; null or empty for all entries.</summary>
    public FilterCriteria? AuditFilters { get; init; }

    /// <summary>0 or less, or above 10,000, counts as 100.</summary>
    public int Limit { get; init; }

    /// <summary>A negative one counts as 0.</summary>
    public int Offset { get; init; }

    /// <summary>A member of <see cref="AtlasAuditEntry"/>; null or blank for the order in which they were written.</summary>
    public string? SortBy { get; init; }

    public SortOrder? SortOrder { get; init; }
}
