using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.AdminAudit;
using AtlasHa.Catalog.Storage.Imports;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Catalog.Answers;

/// <summary>
/// A write transaction that marks what it has put before its commit begins, and gives the marks their number after it. What was rolled back
/// to a savepoint stays marked, which costs a few answers and is right.
/// </summary>
internal sealed class MarkingWriter(ICatalogWriter inner, ChangeMarks marks) : ICatalogWriter
{
    private readonly Footprint _put = new();

    public long Epoch => inner.Epoch;

    public INotificationReader Notifications => inner.Notifications;

    public INotificationWriter NotificationChanges => inner.NotificationChanges;

    public IImportReader Imports => inner.Imports;

    public IImportWriter ImportChanges => inner.ImportChanges;

    public ValueTask<IReadOnlyList<TypeDefRow>> ReadTypesAsync(CancellationToken cancellationToken) => inner.ReadTypesAsync(cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, EntityRow>> ReadEntitiesAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken) =>
        inner.ReadEntitiesAsync(guids, cancellationToken);

    public ValueTask<IReadOnlyList<EntityRow>> ReadEntitiesOfTypeAsync(string typeName, CancellationToken cancellationToken) =>
        inner.ReadEntitiesOfTypeAsync(typeName, cancellationToken);

    public ValueTask<IReadOnlyList<UniqueRow>> FindUniqueAsync(IReadOnlyCollection<UniqueValue> values, CancellationToken cancellationToken) =>
        inner.FindUniqueAsync(values, cancellationToken);

    public ValueTask<IReadOnlyList<RelationshipRow>> ReadRelationshipsOfAsync(
        IReadOnlyCollection<string> entityGuids, CancellationToken cancellationToken) => inner.ReadRelationshipsOfAsync(entityGuids, cancellationToken);

    public ValueTask<IReadOnlyList<RelationshipRow>> ReadRelationshipsOfAsync(
        IReadOnlyCollection<string> entityGuids, IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        inner.ReadRelationshipsOfAsync(entityGuids, typeNames, cancellationToken);

    public ValueTask<IReadOnlyList<RelationshipRow>> ReadRelationshipsBetweenAsync(
        IReadOnlyCollection<EndPair> pairs, CancellationToken cancellationToken) => inner.ReadRelationshipsBetweenAsync(pairs, cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, RelationshipRow>> ReadRelationshipsAsync(
        IReadOnlyCollection<string> guids, CancellationToken cancellationToken) => inner.ReadRelationshipsAsync(guids, cancellationToken);

    public ValueTask<IReadOnlyList<PlacedRelationship>> ReadRelationshipsOfTypeAsync(
        string typeName, bool activeOnly, long afterId, int limit, CancellationToken cancellationToken) =>
        inner.ReadRelationshipsOfTypeAsync(typeName, activeOnly, afterId, limit, cancellationToken);

    public ValueTask<int> CountRelationshipsOfTypeAsync(string typeName, bool activeOnly, int atMost, CancellationToken cancellationToken) =>
        inner.CountRelationshipsOfTypeAsync(typeName, activeOnly, atMost, cancellationToken);

    public ValueTask<IReadOnlySet<string>> EntityTypesInUseAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        inner.EntityTypesInUseAsync(typeNames, cancellationToken);

    public ValueTask<IReadOnlySet<string>> RelationshipTypesInUseAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        inner.RelationshipTypesInUseAsync(typeNames, cancellationToken);

    public ValueTask<IReadOnlySet<string>> TypesUsedByEntitiesAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        inner.TypesUsedByEntitiesAsync(typeNames, cancellationToken);

    public ValueTask<IReadOnlyList<EntityCount>> CountEntitiesAsync(CancellationToken cancellationToken) => inner.CountEntitiesAsync(cancellationToken);

    public ValueTask<IReadOnlyList<TypePatchRow>> ReadPatchesAsync(CancellationToken cancellationToken) => inner.ReadPatchesAsync(cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, long>> CountTypeUsesAsync(CancellationToken cancellationToken) => inner.CountTypeUsesAsync(cancellationToken);

    public ValueTask<IReadOnlyList<ClassificationRow>> ReadClassificationsAsync(
        IReadOnlyCollection<string> entityGuids, CancellationToken cancellationToken) => inner.ReadClassificationsAsync(entityGuids, cancellationToken);

    public ValueTask<IReadOnlyList<ClassificationRow>> ReadSpreadAsync(
        IReadOnlyCollection<ClassificationTag> tags, CancellationToken cancellationToken) => inner.ReadSpreadAsync(tags, cancellationToken);

    public ValueTask<IReadOnlyList<AuditRow>> ReadAuditAsync(string entityGuid, AuditFilter filter, CancellationToken cancellationToken) =>
        inner.ReadAuditAsync(entityGuid, filter, cancellationToken);

    public ValueTask<IReadOnlyList<string>> FindClassificationChangesAsync(long since, CancellationToken cancellationToken) =>
        inner.FindClassificationChangesAsync(since, cancellationToken);

    public ValueTask<IReadOnlyList<AdminAuditRow>> ReadAdminAuditAsync(AdminAuditQuery query, CancellationToken cancellationToken) =>
        inner.ReadAdminAuditAsync(query, cancellationToken);

    public ValueTask<IReadOnlyList<SearchHit>> SearchAsync(SearchSource source, SearchPage page, CancellationToken cancellationToken) =>
        inner.SearchAsync(source, page, cancellationToken);

    public ValueTask<int> CountAsync(SearchSource source, int atMost, CancellationToken cancellationToken) =>
        inner.CountAsync(source, atMost, cancellationToken);

    public ValueTask<IReadOnlyList<SavedSearchRow>> ReadSavedSearchesAsync(string owner, CancellationToken cancellationToken) =>
        inner.ReadSavedSearchesAsync(owner, cancellationToken);

    public ValueTask<SavedSearchRow?> FindSavedSearchAsync(string guid, CancellationToken cancellationToken) =>
        inner.FindSavedSearchAsync(guid, cancellationToken);

    public ValueTask<IReadOnlyList<SearchDownloadRow>> ReadSearchDownloadsAsync(string owner, CancellationToken cancellationToken) =>
        inner.ReadSearchDownloadsAsync(owner, cancellationToken);

    public ValueTask<byte[]?> FindSearchDownloadAsync(string owner, string fileName, CancellationToken cancellationToken) =>
        inner.FindSearchDownloadAsync(owner, fileName, cancellationToken);

    public ValueTask<long?> FindSearchIndexGapAsync(CancellationToken cancellationToken) => inner.FindSearchIndexGapAsync(cancellationToken);

    public ValueTask<IReadOnlyList<SearchHit>> ReadAllEntitiesAsync(long afterId, int limit, CancellationToken cancellationToken) =>
        inner.ReadAllEntitiesAsync(afterId, limit, cancellationToken);

    public ValueTask PutTypesAsync(IReadOnlyCollection<TypeDefRow> rows, CancellationToken cancellationToken)
    {
        _put.AddEverything();
        return inner.PutTypesAsync(rows, cancellationToken);
    }

    public ValueTask DeleteTypesAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken)
    {
        _put.AddEverything();
        return inner.DeleteTypesAsync(guids, cancellationToken);
    }

    public ValueTask PutPatchesAsync(IReadOnlyCollection<TypePatchRow> rows, CancellationToken cancellationToken) =>
        inner.PutPatchesAsync(rows, cancellationToken);

    public ValueTask PutEntitiesAsync(IReadOnlyCollection<EntityRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
            _put.Add(row.Guid);
        return inner.PutEntitiesAsync(rows, cancellationToken);
    }

    public ValueTask SetUniqueAsync(IReadOnlyDictionary<string, IReadOnlyCollection<UniqueRow>> sets, CancellationToken cancellationToken)
    {
        foreach (var (guid, rows) in sets)
        {
            _put.Add(guid);
            foreach (var row in rows)
                _put.AddUnique(row.Attribute, row.Value);
        }
        return inner.SetUniqueAsync(sets, cancellationToken);
    }

    public ValueTask SetTypeUsesAsync(IReadOnlyDictionary<string, IReadOnlyCollection<string>> typeNames, CancellationToken cancellationToken) =>
        // Only seen by reads that count as everything, which are not kept.
        inner.SetTypeUsesAsync(typeNames, cancellationToken);

    // What is written for searches is seen by reads that count as everything, too.
    public ValueTask SetSearchAsync(IReadOnlyCollection<SearchRow> rows, CancellationToken cancellationToken) => inner.SetSearchAsync(rows, cancellationToken);

    public ValueTask SetSearchIndexGapAsync(long? afterId, CancellationToken cancellationToken) => inner.SetSearchIndexGapAsync(afterId, cancellationToken);

    public ValueTask PutSavedSearchAsync(SavedSearchRow row, CancellationToken cancellationToken) => inner.PutSavedSearchAsync(row, cancellationToken);

    public ValueTask DeleteSavedSearchAsync(string guid, CancellationToken cancellationToken) => inner.DeleteSavedSearchAsync(guid, cancellationToken);

    public ValueTask PutSearchDownloadAsync(SearchDownloadRow row, byte[] content, int keep, CancellationToken cancellationToken) =>
        inner.PutSearchDownloadAsync(row, content, keep, cancellationToken);

    public ValueTask PurgeEntitiesAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken)
    {
        _put.Add(guids);
        return inner.PurgeEntitiesAsync(guids, cancellationToken);
    }

    public ValueTask PutRelationshipsAsync(IReadOnlyCollection<RelationshipRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
            _put.Add(row);
        return inner.PutRelationshipsAsync(rows, cancellationToken);
    }

    public ValueTask DeleteRelationshipsAsync(IReadOnlyCollection<RelationshipRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
            _put.Add(row);
        return inner.DeleteRelationshipsAsync(rows, cancellationToken);
    }

    public ValueTask PutClassificationsAsync(IReadOnlyCollection<ClassificationRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
            _put.Add(row);
        return inner.PutClassificationsAsync(rows, cancellationToken);
    }

    public ValueTask DeleteClassificationsAsync(IReadOnlyCollection<ClassificationRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
            _put.Add(row);
        return inner.DeleteClassificationsAsync(rows, cancellationToken);
    }

    public ValueTask AddAuditAsync(IReadOnlyCollection<AuditRow> rows, CancellationToken cancellationToken) => inner.AddAuditAsync(rows, cancellationToken);

    public ValueTask AddAdminAuditAsync(AdminAuditRow row, CancellationToken cancellationToken) => inner.AddAdminAuditAsync(row, cancellationToken);

    public ValueTask TrimAdminAuditAsync(long endedBefore, long keepNewest, int atMost, CancellationToken cancellationToken) =>
        inner.TrimAdminAuditAsync(endedBefore, keepNewest, atMost, cancellationToken);

    public ValueTask<IReadOnlyList<RememberedRequest>> FindRequestsAsync(IReadOnlyCollection<RequestName> names, CancellationToken cancellationToken) =>
        inner.FindRequestsAsync(names, cancellationToken);

    public ValueTask RememberRequestsAsync(IReadOnlyCollection<RememberedRequest> requests, CancellationToken cancellationToken) =>
        inner.RememberRequestsAsync(requests, cancellationToken);

    public ValueTask<int> ForgetRequestsAsync(TimeSpan age, int newest, int atMost, CancellationToken cancellationToken) =>
        inner.ForgetRequestsAsync(age, newest, atMost, cancellationToken);

    public ValueTask SavepointAsync(CancellationToken cancellationToken) => inner.SavepointAsync(cancellationToken);

    public ValueTask ReleaseAsync(CancellationToken cancellationToken) => inner.ReleaseAsync(cancellationToken);

    public ValueTask RollbackAsync(CancellationToken cancellationToken) => inner.RollbackAsync(cancellationToken);

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        marks.Begin(_put);
        try
        {
            await inner.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException failure) when (!failure.OutcomeUnknown)
        {
            marks.End(_put);
            throw;
        }
        marks.End(_put);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
