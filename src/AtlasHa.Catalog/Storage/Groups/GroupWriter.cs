using AtlasHa.Catalog.Storage.AdminAudit;
using AtlasHa.Catalog.Storage.Imports;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Catalog.Storage.Groups;

/// <summary>
/// The transaction of a group as its requests see it. What they write stays in memory and goes to the store in one set per kind of row; what they
/// read comes from what is pending and from what the group has read in advance. So a group costs a fixed number of calls, and a request that
/// fails costs none. A request that needs more than that (types, counts, purges) gets what is pending written and a savepoint of its own.
/// </summary>
internal sealed class GroupWriter(ICatalogWriter store) : GroupReader(new GroupTransaction(store)), ICatalogWriter
{
    public INotificationWriter NotificationChanges => Messages;

    public IImportWriter ImportChanges => Background;

    /// <inheritdoc cref="GroupTransaction.ReadAheadAsync"/>
    public ValueTask ReadAheadAsync(IReadOnlyCollection<ExpectedReads> reads, CancellationToken cancellationToken) => Transaction.ReadAheadAsync(reads, cancellationToken);

    /// <inheritdoc cref="GroupTransaction.FlushAsync"/>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => Transaction.FlushAsync(cancellationToken);

    public ValueTask PutTypesAsync(IReadOnlyCollection<TypeDefRow> rows, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.PutTypesAsync(rows, cancel), cancellationToken);

    public ValueTask DeleteTypesAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.DeleteTypesAsync(guids, cancel), cancellationToken);

    public ValueTask PutPatchesAsync(IReadOnlyCollection<TypePatchRow> rows, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.PutPatchesAsync(rows, cancel), cancellationToken);

    public ValueTask PutEntitiesAsync(IReadOnlyCollection<EntityRow> rows, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var row in rows)
            Transaction.Request.Put(row);
        return default;
    }

    public async ValueTask SetUniqueAsync(IReadOnlyDictionary<string, IReadOnlyCollection<UniqueRow>> sets, CancellationToken cancellationToken)
    {
        sets.RequireOwnRows();
        HashSet<UniqueValue> values = [.. sets.Values.SelectMany(rows => rows).Select(row => new UniqueValue(row.Attribute, row.Value))];
        var holders = (await FindUniqueAsync(values, cancellationToken).ConfigureAwait(false))
            .Where(row => !sets.ContainsKey(row.Guid))
            .ToDictionary(row => row with { Guid = "" });
        foreach (var row in sets.Values.SelectMany(rows => rows))
        {
            if (!holders.TryAdd(row with { Guid = "" }, row) && holders[row with { Guid = "" }] is var holder && holder.Guid != row.Guid)
                throw new UniqueValueTakenException(holder);
        }
        foreach (var (guid, rows) in sets)
            Transaction.Request.SetUnique(guid, rows);
    }

    public ValueTask SetTypeUsesAsync(IReadOnlyDictionary<string, IReadOnlyCollection<string>> typeNames, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var (guid, names) in typeNames)
            Transaction.Request.SetTypeUses(guid, names);
        return default;
    }

    public ValueTask SetSearchAsync(IReadOnlyCollection<SearchRow> rows, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var row in rows)
            Transaction.Request.Put(row);
        return default;
    }

    public ValueTask SetSearchIndexGapAsync(long? afterId, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.SetSearchIndexGapAsync(afterId, cancel), cancellationToken);

    public ValueTask PutSavedSearchAsync(SavedSearchRow row, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.PutSavedSearchAsync(row, cancel), cancellationToken);

    public ValueTask DeleteSavedSearchAsync(string guid, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.DeleteSavedSearchAsync(guid, cancel), cancellationToken);

    public ValueTask PutSearchDownloadAsync(SearchDownloadRow row, byte[] content, int keep, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.PutSearchDownloadAsync(row, content, keep, cancel), cancellationToken);

    public ValueTask PurgeEntitiesAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.PurgeEntitiesAsync(guids, cancel), cancellationToken);

    public ValueTask PutRelationshipsAsync(IReadOnlyCollection<RelationshipRow> rows, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var row in rows)
            Transaction.Request.Put(row);
        return default;
    }

    /// <summary>Directly, so that what reads relationships need not look for removed ones among those that are pending.</summary>
    public ValueTask DeleteRelationshipsAsync(IReadOnlyCollection<RelationshipRow> rows, CancellationToken cancellationToken) =>
        rows.Count == 0 ? default : Transaction.DirectAsync(cancel => Transaction.Store.DeleteRelationshipsAsync(rows, cancel), cancellationToken);

    /// <summary>Directly, so that what reads classifications need not look for pending ones.</summary>
    public ValueTask PutClassificationsAsync(IReadOnlyCollection<ClassificationRow> rows, CancellationToken cancellationToken) =>
        rows.Count == 0 ? default : Transaction.DirectAsync(cancel => Transaction.Store.PutClassificationsAsync(rows, cancel), cancellationToken);

    /// <inheritdoc cref="PutClassificationsAsync"/>
    public ValueTask DeleteClassificationsAsync(IReadOnlyCollection<ClassificationRow> rows, CancellationToken cancellationToken) =>
        rows.Count == 0 ? default : Transaction.DirectAsync(cancel => Transaction.Store.DeleteClassificationsAsync(rows, cancel), cancellationToken);

    public ValueTask AddAuditAsync(IReadOnlyCollection<AuditRow> rows, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Transaction.Request.Add(rows);
        return default;
    }

    public ValueTask AddAdminAuditAsync(AdminAuditRow row, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.AddAdminAuditAsync(row, cancel), cancellationToken);

    public ValueTask TrimAdminAuditAsync(long endedBefore, long keepNewest, int atMost, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.TrimAdminAuditAsync(endedBefore, keepNewest, atMost, cancel), cancellationToken);

    public async ValueTask<IReadOnlyList<RememberedRequest>> FindRequestsAsync(
        IReadOnlyCollection<RequestName> names, CancellationToken cancellationToken)
    {
        var stored = await Transaction.AskAsync(cancel => Transaction.Stored.RequestsAsync(names, cancel), cancellationToken).ConfigureAwait(false);
        return [.. stored, .. names.Select(name => Transaction.Request.FindRequest(name) ?? Transaction.Group.FindRequest(name)).OfType<RememberedRequest>()];
    }

    public ValueTask RememberRequestsAsync(IReadOnlyCollection<RememberedRequest> requests, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var request in requests)
        {
            if (Transaction.Group.FindRequest(request.Name) is not null || !Transaction.Request.TryAdd(request))
                throw new ArgumentException($"the request {request.RequestId} of {request.User} is remembered already", nameof(requests));
        }
        return default;
    }

    public ValueTask<int> ForgetRequestsAsync(TimeSpan age, int newest, int atMost, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.ForgetRequestsAsync(age, newest, atMost, cancel), cancellationToken);

    public ValueTask SavepointAsync(CancellationToken cancellationToken) => Transaction.ReleaseAsync(cancellationToken);

    public ValueTask ReleaseAsync(CancellationToken cancellationToken) => Transaction.ReleaseAsync(cancellationToken);

    public ValueTask RollbackAsync(CancellationToken cancellationToken) => Transaction.RollbackAsync(cancellationToken);

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await Transaction.FlushAsync(cancellationToken).ConfigureAwait(false);
        await Transaction.Store.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}
