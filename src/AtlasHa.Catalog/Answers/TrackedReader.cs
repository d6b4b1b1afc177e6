using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.AdminAudit;
using AtlasHa.Catalog.Storage.Imports;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Catalog.Answers;

/// <summary>
/// A snapshot that notes what is read of it: the keys asked for, whether they are there or not, and the rows that came back. What keys
/// cannot describe counts as everything.
/// </summary>
internal sealed class TrackedReader(ICatalogReader inner, Footprint read) : ICatalogReader
{
    public long Epoch => inner.Epoch;

    public INotificationReader Notifications => Everything().Notifications;

    public IImportReader Imports => Everything().Imports;

    public ValueTask<IReadOnlyList<TypeDefRow>> ReadTypesAsync(CancellationToken cancellationToken) => Everything().ReadTypesAsync(cancellationToken);

    public ValueTask<IReadOnlyList<TypePatchRow>> ReadPatchesAsync(CancellationToken cancellationToken) => Everything().ReadPatchesAsync(cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, EntityRow>> ReadEntitiesAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken)
    {
        read.Add(guids);
        return inner.ReadEntitiesAsync(guids, cancellationToken);
    }

    public ValueTask<IReadOnlyList<EntityRow>> ReadEntitiesOfTypeAsync(string typeName, CancellationToken cancellationToken) =>
        Everything().ReadEntitiesOfTypeAsync(typeName, cancellationToken);

    public async ValueTask<IReadOnlyList<UniqueRow>> FindUniqueAsync(IReadOnlyCollection<UniqueValue> values, CancellationToken cancellationToken)
    {
        foreach (var value in values)
            read.AddUnique(value.Attribute, value.Value);
        var rows = await inner.FindUniqueAsync(values, cancellationToken).ConfigureAwait(false);
        // A holder frees its values without naming them.
        foreach (var row in rows)
            read.Add(row.Guid);
        return rows;
    }

    public async ValueTask<IReadOnlyList<RelationshipRow>> ReadRelationshipsOfAsync(
        IReadOnlyCollection<string> entityGuids, CancellationToken cancellationToken)
    {
        read.Add(entityGuids);
        var rows = await inner.ReadRelationshipsOfAsync(entityGuids, cancellationToken).ConfigureAwait(false);
        foreach (var row in rows)
            read.Add(row);
        return rows;
    }

    public async ValueTask<IReadOnlyList<RelationshipRow>> ReadRelationshipsOfAsync(
        IReadOnlyCollection<string> entityGuids, IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken)
    {
        read.Add(entityGuids);
        var rows = await inner.ReadRelationshipsOfAsync(entityGuids, typeNames, cancellationToken).ConfigureAwait(false);
        foreach (var row in rows)
            read.Add(row);
        return rows;
    }

    public async ValueTask<IReadOnlyList<RelationshipRow>> ReadRelationshipsBetweenAsync(
        IReadOnlyCollection<EndPair> pairs, CancellationToken cancellationToken)
    {
        foreach (var pair in pairs)
        {
            read.Add(pair.End1Guid);
            read.Add(pair.End2Guid);
        }
        var rows = await inner.ReadRelationshipsBetweenAsync(pairs, cancellationToken).ConfigureAwait(false);
        foreach (var row in rows)
            read.Add(row);
        return rows;
    }

    public async ValueTask<IReadOnlyDictionary<string, RelationshipRow>> ReadRelationshipsAsync(
        IReadOnlyCollection<string> guids, CancellationToken cancellationToken)
    {
        read.Add(guids);
        var rows = await inner.ReadRelationshipsAsync(guids, cancellationToken).ConfigureAwait(false);
        foreach (var row in rows.Values)
            read.Add(row);
        return rows;
    }

    public ValueTask<IReadOnlyList<PlacedRelationship>> ReadRelationshipsOfTypeAsync(
        string typeName, bool activeOnly, long afterId, int limit, CancellationToken cancellationToken) =>
        Everything().ReadRelationshipsOfTypeAsync(typeName, activeOnly, afterId, limit, cancellationToken);

    public ValueTask<int> CountRelationshipsOfTypeAsync(string typeName, bool activeOnly, int atMost, CancellationToken cancellationToken) =>
        Everything().CountRelationshipsOfTypeAsync(typeName, activeOnly, atMost, cancellationToken);

    public ValueTask<IReadOnlySet<string>> EntityTypesInUseAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        Everything().EntityTypesInUseAsync(typeNames, cancellationToken);

    public ValueTask<IReadOnlySet<string>> RelationshipTypesInUseAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        Everything().RelationshipTypesInUseAsync(typeNames, cancellationToken);

    public ValueTask<IReadOnlySet<string>> TypesUsedByEntitiesAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        Everything().TypesUsedByEntitiesAsync(typeNames, cancellationToken);

    public ValueTask<IReadOnlyList<EntityCount>> CountEntitiesAsync(CancellationToken cancellationToken) => Everything().CountEntitiesAsync(cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, long>> CountTypeUsesAsync(CancellationToken cancellationToken) =>
        Everything().CountTypeUsesAsync(cancellationToken);

    public async ValueTask<IReadOnlyList<ClassificationRow>> ReadClassificationsAsync(
        IReadOnlyCollection<string> entityGuids, CancellationToken cancellationToken)
    {
        read.Add(entityGuids);
        return Seen(await inner.ReadClassificationsAsync(entityGuids, cancellationToken).ConfigureAwait(false));
    }

    public async ValueTask<IReadOnlyList<ClassificationRow>> ReadSpreadAsync(
        IReadOnlyCollection<ClassificationTag> tags, CancellationToken cancellationToken)
    {
        foreach (var tag in tags)
            read.Add(tag.SourceGuid);
        return Seen(await inner.ReadSpreadAsync(tags, cancellationToken).ConfigureAwait(false));
    }

    public ValueTask<IReadOnlyList<AuditRow>> ReadAuditAsync(string entityGuid, AuditFilter filter, CancellationToken cancellationToken) =>
        Everything().ReadAuditAsync(entityGuid, filter, cancellationToken);

    public ValueTask<IReadOnlyList<string>> FindClassificationChangesAsync(long since, CancellationToken cancellationToken) =>
        Everything().FindClassificationChangesAsync(since, cancellationToken);

    public ValueTask<IReadOnlyList<AdminAuditRow>> ReadAdminAuditAsync(AdminAuditQuery query, CancellationToken cancellationToken) =>
        Everything().ReadAdminAuditAsync(query, cancellationToken);

    public ValueTask<IReadOnlyList<SearchHit>> SearchAsync(SearchSource source, SearchPage page, CancellationToken cancellationToken) =>
        Everything().SearchAsync(source, page, cancellationToken);

    public ValueTask<int> CountAsync(SearchSource source, int atMost, CancellationToken cancellationToken) =>
        Everything().CountAsync(source, atMost, cancellationToken);

    public ValueTask<IReadOnlyList<SavedSearchRow>> ReadSavedSearchesAsync(string owner, CancellationToken cancellationToken) =>
        Everything().ReadSavedSearchesAsync(owner, cancellationToken);

    public ValueTask<SavedSearchRow?> FindSavedSearchAsync(string guid, CancellationToken cancellationToken) =>
        Everything().FindSavedSearchAsync(guid, cancellationToken);

    public ValueTask<IReadOnlyList<SearchDownloadRow>> ReadSearchDownloadsAsync(string owner, CancellationToken cancellationToken) =>
        Everything().ReadSearchDownloadsAsync(owner, cancellationToken);

    public ValueTask<byte[]?> FindSearchDownloadAsync(string owner, string fileName, CancellationToken cancellationToken) =>
        Everything().FindSearchDownloadAsync(owner, fileName, cancellationToken);

    public ValueTask<long?> FindSearchIndexGapAsync(CancellationToken cancellationToken) => Everything().FindSearchIndexGapAsync(cancellationToken);

    public ValueTask<IReadOnlyList<SearchHit>> ReadAllEntitiesAsync(long afterId, int limit, CancellationToken cancellationToken) =>
        Everything().ReadAllEntitiesAsync(afterId, limit, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private IReadOnlyList<ClassificationRow> Seen(IReadOnlyList<ClassificationRow> rows)
    {
        foreach (var row in rows)
            read.Add(row);
        return rows;
    }

    private ICatalogReader Everything()
    {
        read.AddEverything();
        return inner;
    }
}
