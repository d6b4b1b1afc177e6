namespace AtlasHa.Catalog.Storage.AdminAudit;

/// <summary>What must hold for an entry.</summary>
public abstract record AdminAuditCondition
{
    private AdminAuditCondition()
    {
    }

    /// <summary>Holds when all parts do; without parts always.</summary>
    public sealed record All(IReadOnlyList<AdminAuditCondition> Parts) : AdminAuditCondition;

    /// <summary>Holds when one part does; without parts never.</summary>
    public sealed record Any(IReadOnlyList<AdminAuditCondition> Parts) : AdminAuditCondition;

    /// <summary>A comparison of one column.</summary>
    /// <param name="Column">What is compared.</param>
    /// <param name="Comparison">How; those of parts of texts are for columns that are text.</param>
    /// <param name="Values">None, one, or several for <see cref="AdminAuditComparison.In"/>: a <see cref="long"/> for numbers, a <see cref="string"/> for text.</param>
    public sealed record Test(AdminAuditColumn Column, AdminAuditComparison Comparison, IReadOnlyList<object> Values) : AdminAuditCondition;
}
