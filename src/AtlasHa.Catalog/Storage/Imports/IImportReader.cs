namespace AtlasHa.Catalog.Storage.Imports;

/// <summary>The background imports of one snapshot.</summary>
public interface IImportReader
{
    ValueTask<ImportRow?> FindAsync(string importId, CancellationToken cancellationToken);

    /// <summary>The oldest one in this phase.</summary>
    ValueTask<ImportRow?> FindOldestAsync(ImportPhase phase, CancellationToken cancellationToken);

    /// <summary>All in this phase, oldest first.</summary>
    ValueTask<IReadOnlyList<ImportRow>> ReadPhaseAsync(ImportPhase phase, CancellationToken cancellationToken);

    /// <summary><see cref="ImportRow.Progress"/> of one that is queued; null when it is not.</summary>
    ValueTask<byte[]?> FindProgressAsync(string importId, CancellationToken cancellationToken);

    /// <summary>A page of all, newest first.</summary>
    ValueTask<IReadOnlyList<ImportRow>> ReadPageAsync(int offset, int limit, CancellationToken cancellationToken);

    ValueTask<ImportCounts> CountAsync(CancellationToken cancellationToken);

    /// <summary>Whether there are parts of imports that are over or gone.</summary>
    ValueTask<bool> HasLeftoversAsync(CancellationToken cancellationToken);

    ValueTask<byte[]?> FindPartAsync(string importId, int number, CancellationToken cancellationToken);
}
