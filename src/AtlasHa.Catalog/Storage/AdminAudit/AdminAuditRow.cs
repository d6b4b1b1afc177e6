namespace AtlasHa.Catalog.Storage.AdminAudit;

/// <summary>One operation on the whole catalogue, or one event in the life of an instance. Times are milliseconds since the Unix epoch.</summary>
/// <param name="Id">Order of the entries; given by the store when it is written.</param>
/// <param name="Guid">Names the entry.</param>
/// <param name="User">Who did it.</param>
/// <param name="Operation">Name of the kind of operation.</param>
/// <param name="Parameters">What was asked for; null for nothing.</param>
/// <param name="StartTime">When it began.</param>
/// <param name="EndTime">When it had been done.</param>
/// <param name="Client">From where it was asked for.</param>
/// <param name="Result">What came of it; null for nothing.</param>
/// <param name="ResultCount">How many objects it concerned.</param>
/// <param name="RunId">Names the run of a purge; null for others.</param>
/// <param name="Details">UTF-8 JSON owned by the catalogue; null for none.</param>
public sealed record AdminAuditRow(
    long Id, string Guid, string User, string Operation, string? Parameters, long StartTime, long EndTime, string? Client, string? Result, long ResultCount,
    string? RunId, byte[]? Details);
