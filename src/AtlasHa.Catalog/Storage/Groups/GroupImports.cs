using AtlasHa.Catalog.Storage.Imports;

namespace AtlasHa.Catalog.Storage.Groups;

/// <summary>The background imports of a group's transaction: rare, so each call goes to the store directly.</summary>
internal sealed class GroupImports(GroupWriter group, ICatalogWriter store) : IImportReader, IImportWriter
{
    public ValueTask<ImportRow?> FindAsync(string importId, CancellationToken cancellationToken) =>
        group.DirectAsync(cancel => store.Imports.FindAsync(importId, cancel), cancellationToken);

    public ValueTask<ImportRow?> FindOldestAsync(ImportPhase phase, CancellationToken cancellationToken) =>
        group.DirectAsync(cancel => store.Imports.FindOldestAsync(phase, cancel), cancellationToken);

    public ValueTask<IReadOnlyList<ImportRow>> ReadPhaseAsync(ImportPhase phase, CancellationToken cancellationToken) =>
        group.DirectAsync(cancel => store.Imports.ReadPhaseAsync(phase, cancel), cancellationToken);

    public ValueTask<byte[]?> FindProgressAsync(string importId, CancellationToken cancellationToken) =>
        group.DirectAsync(cancel => store.Imports.FindProgressAsync(importId, cancel), cancellationToken);

    public ValueTask<IReadOnlyList<ImportRow>> ReadPageAsync(int offset, int limit, CancellationToken cancellationToken) =>
        group.DirectAsync(cancel => store.Imports.ReadPageAsync(offset, limit, cancel), cancellationToken);

    public ValueTask<ImportCounts> CountAsync(CancellationToken cancellationToken) => group.DirectAsync(store.Imports.CountAsync, cancellationToken);

    public ValueTask<bool> HasLeftoversAsync(CancellationToken cancellationToken) => group.DirectAsync(store.Imports.HasLeftoversAsync, cancellationToken);

    public ValueTask<byte[]?> FindPartAsync(string importId, int number, CancellationToken cancellationToken) =>
        group.DirectAsync(cancel => store.Imports.FindPartAsync(importId, number, cancel), cancellationToken);

    public ValueTask PutAsync(ImportRow row, CancellationToken cancellationToken) =>
        group.DirectAsync(cancel => store.ImportChanges.PutAsync(row, cancel), cancellationToken);

    public ValueTask PutProgressAsync(string importId, byte[] progress, CancellationToken cancellationToken) =>
        group.DirectAsync(cancel => store.ImportChanges.PutProgressAsync(importId, progress, cancel), cancellationToken);

    public ValueTask PutPartAsync(string importId, int number, byte[] content, CancellationToken cancellationToken) =>
        group.DirectAsync(cancel => store.ImportChanges.PutPartAsync(importId, number, content, cancel), cancellationToken);

    public ValueTask DeletePartAsync(string importId, int number, CancellationToken cancellationToken) =>
        group.DirectAsync(cancel => store.ImportChanges.DeletePartAsync(importId, number, cancel), cancellationToken);

    public ValueTask DeleteAsync(string importId, CancellationToken cancellationToken) =>
        group.DirectAsync(cancel => store.ImportChanges.DeleteAsync(importId, cancel), cancellationToken);

    public ValueTask<int> DropPartsAsync(int atMost, CancellationToken cancellationToken) =>
        group.DirectAsync(cancel => store.ImportChanges.DropPartsAsync(atMost, cancel), cancellationToken);

    public ValueTask ForgetAsync(int keep, CancellationToken cancellationToken) =>
        group.DirectAsync(cancel => store.ImportChanges.ForgetAsync(keep, cancel), cancellationToken);
}
