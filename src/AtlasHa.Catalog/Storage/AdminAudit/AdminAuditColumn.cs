namespace AtlasHa.Catalog.Storage.AdminAudit;

/// <summary>What entries are chosen and ordered by. The times and the count are numbers, the others text.</summary>
public enum AdminAuditColumn
{
    Guid,
    User,
    Operation,
    Parameters,
    StartTime,
    EndTime,
    Client,
    Result,
    ResultCount,
    RunId,
}
