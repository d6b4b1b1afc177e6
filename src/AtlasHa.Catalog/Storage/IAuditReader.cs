namespace AtlasHa.Catalog.Storage;

/// <summary>The events of entities in one snapshot.</summary>
public interface IAuditReader
{
    ValueTask<IReadOnlyList<AuditRow>> ReadAuditAsync(string entityGuid, AuditFilter filter, CancellationToken cancellationToken);

    /// <summary>Guids of the entities with an event at or after this time that changed their classifications.</summary>
    ValueTask<IReadOnlyList<string>> FindClassificationChangesAsync(long since, CancellationToken cancellationToken);
}
