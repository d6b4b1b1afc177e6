namespace AtlasHa.Catalog.Storage.AdminAudit;

/// <summary>Which entries to read, and in which order.</summary>
/// <param name="Where">What must hold for them.</param>
/// <param name="SortBy">What they are ordered by, what is not there last; null for the order in which they were written, which also decides between equals.</param>
/// <param name="Descending">Largest, or newest, first.</param>
/// <param name="Offset">How many to pass over.</param>
/// <param name="Count">How many to read at most.</param>
public sealed record AdminAuditQuery(AdminAuditCondition Where, AdminAuditColumn? SortBy, bool Descending, int Offset, int Count)
{
    /// <summary>Details are left in the store, and null.</summary>
    public bool WithoutDetails { get; init; }

    /// <summary>The entry of this guid.</summary>
    public static AdminAuditQuery ByGuid(string guid) =>
        new(new AdminAuditCondition.Test(AdminAuditColumn.Guid, AdminAuditComparison.Equal, [guid]), SortBy: null, Descending: false, Offset: 0, Count: 1);
}
