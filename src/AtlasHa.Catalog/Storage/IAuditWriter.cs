namespace AtlasHa.Catalog.Storage;

/// <summary>Recording of events. Nothing removes them.</summary>
public interface IAuditWriter : IAuditReader
{
    /// <summary>Adds events in this order; their ids are given by the store.</summary>
    ValueTask AddAuditAsync(IReadOnlyCollection<AuditRow> rows, CancellationToken cancellationToken);
}
