using AtlasHa.Catalog.Storage.Imports;

namespace AtlasHa.Catalog.Storage.Groups;

/// <summary>The background imports of a group's transaction: rare, so each call goes to the store directly.</summary>
internal sealed class GroupImports(GroupTransaction transaction) : IImportReader, IImportWriter
{
    public ValueTask<ImportRow?> FindAsync(string importId, CancellationToken cancellationToken) =>
        transaction.DirectAsync(cancel => transaction.Store.Imports.FindAsync(importId, cancel), cancellationToken);

    public ValueTask<ImportRow?> FindOldestAsync(ImportPhase phase, CancellationToken cancellationToken) =>
        transaction.DirectAsync(cancel => transaction.Store.Imports.FindOldestAsync(phase, cancel), cancellationToken);

    public ValueTask<IReadOnlyList<ImportRow>> ReadPhaseAsync(ImportPhase phase, CancellationToken cancellationToken) =>
        transaction.DirectAsync(cancel => transaction.Store.Imports.ReadPhaseAsync(phase, cancel), cancellationToken);

    public ValueTask<byte[]?> FindProgressAsync(string importId, CancellationToken cancellationToken) =>
        transaction.DirectAsync(cancel => transaction.Store.Imports.FindProgressAsync(importId, cancel), cancellationToken);

    public ValueTask<IReadOnlyList<ImportRow>> ReadPageAsync(int offset, int limit, CancellationToken cancellationToken) =>
        transaction.DirectAsync(cancel => transaction.Store.Imports.ReadPageAsync(offset, limit, cancel), cancellationToken);

    public ValueTask<ImportCounts> CountAsync(CancellationToken cancellationToken) => transaction.DirectAsync(transaction.Store.Imports.CountAsync, cancellationToken);

    public ValueTask<bool> HasLeftoversAsync(CancellationToken cancellationToken) => transaction.DirectAsync(transaction.Store.Imports.HasLeftoversAsync, cancellationToken);

    public ValueTask<byte[]?> FindPartAsync(string importId, int number, CancellationToken cancellationToken) =>
        transaction.DirectAsync(cancel => transaction.Store.Imports.FindPartAsync(importId, number, cancel), cancellationToken);

    public ValueTask PutAsync(ImportRow row, CancellationToken cancellationToken) =>
        transaction.DirectAsync(cancel => transaction.Store.ImportChanges.PutAsync(row, cancel), cancellationToken);

    public ValueTask PutProgressAsync(string importId, byte[] progress, CancellationToken cancellationToken) =>
        transaction.DirectAsync(cancel => transaction.Store.ImportChanges.PutProgressAsync(importId, progress, cancel), cancellationToken);

    public ValueTask PutPartAsync(string importId, int number, byte[] content, CancellationToken cancellationToken) =>
        transaction.DirectAsync(cancel => transaction.Store.ImportChanges.PutPartAsync(importId, number, content, cancel), cancellationToken);

    public ValueTask DeletePartAsync(string importId, int number, CancellationToken cancellationToken) =>
        transaction.DirectAsync(cancel => transaction.Store.ImportChanges.DeletePartAsync(importId, number, cancel), cancellationToken);

    public ValueTask DeleteAsync(string importId, CancellationToken cancellationToken) =>
        transaction.DirectAsync(cancel => transaction.Store.ImportChanges.DeleteAsync(importId, cancel), cancellationToken);

    public ValueTask<int> DropPartsAsync(int atMost, CancellationToken cancellationToken) =>
        transaction.DirectAsync(cancel => transaction.Store.ImportChanges.DropPartsAsync(atMost, cancel), cancellationToken);

    public ValueTask ForgetAsync(int keep, CancellationToken cancellationToken) =>
        transaction.DirectAsync(cancel => transaction.Store.ImportChanges.ForgetAsync(keep, cancel), cancellationToken);
}
