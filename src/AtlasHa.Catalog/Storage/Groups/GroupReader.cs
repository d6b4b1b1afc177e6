using AtlasHa.Catalog.Storage.AdminAudit;
using AtlasHa.Catalog.Storage.Imports;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Catalog.Storage.Groups;

/// <summary>
/// What the requests of a group read: what is pending, over what the group has read in advance or asks the store for. What the store has to work out (counts, searches)
/// makes the request a direct one.
/// </summary>
internal abstract class GroupReader(GroupTransaction transaction) : ICatalogReader
{
    private GroupNotifications? _notifications;
    private GroupImports? _imports;

    public long Epoch => Transaction.Store.Epoch;

    public INotificationReader Notifications => Messages;

    public IImportReader Imports => Background;

    protected GroupTransaction Transaction => transaction;

    protected GroupNotifications Messages => _notifications ??= new GroupNotifications(Transaction);

    protected GroupImports Background => _imports ??= new GroupImports(Transaction);

    public ValueTask<IReadOnlyList<TypeDefRow>> ReadTypesAsync(CancellationToken cancellationToken) =>
        Transaction.AskAsync(Transaction.Store.ReadTypesAsync, cancellationToken);

    public async ValueTask<IReadOnlyDictionary<string, EntityRow>> ReadEntitiesAsync(
        IReadOnlyCollection<string> guids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, EntityRow>(guids.Count);
        List<string> others = [];
        foreach (var guid in guids)
        {
            if ((Transaction.Request.FindEntity(guid) ?? Transaction.Group.FindEntity(guid)) is { } pending)
                found[guid] = pending;
            else
                others.Add(guid);
        }
        foreach (var row in await Transaction.AskAsync(cancel => Transaction.Stored.EntitiesAsync(others, cancel), cancellationToken).ConfigureAwait(false))
            found[row.Guid] = row;
        return found;
    }

    public async ValueTask<IReadOnlyList<UniqueRow>> FindUniqueAsync(IReadOnlyCollection<UniqueValue> values, CancellationToken cancellationToken)
    {
        HashSet<UniqueValue> wanted = [.. values];
        var stored = await Transaction.AskAsync(cancel => Transaction.Stored.HoldersAsync(wanted, cancel), cancellationToken).ConfigureAwait(false);
        return
        [
            .. stored.Where(row => !Transaction.Group.HasUniqueOf(row.Guid) && !Transaction.Request.HasUniqueOf(row.Guid)),
            .. wanted.SelectMany(Transaction.Group.HoldersOf).Where(row => !Transaction.Request.HasUniqueOf(row.Guid)),
            .. wanted.SelectMany(Transaction.Request.HoldersOf),
        ];
    }

    public ValueTask<IReadOnlyList<EntityRow>> ReadEntitiesOfTypeAsync(string typeName, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.ReadEntitiesOfTypeAsync(typeName, cancel), cancellationToken);

    public async ValueTask<IReadOnlyList<RelationshipRow>> ReadRelationshipsOfAsync(
        IReadOnlyCollection<string> entityGuids, CancellationToken cancellationToken)
    {
        var stored = await Transaction.AskAsync(cancel => Transaction.Store.ReadRelationshipsOfAsync(entityGuids, cancel), cancellationToken).ConfigureAwait(false);
        return PendingRelationships.Over(stored, entityGuids, _ => true, Transaction.Group, Transaction.Request);
    }

    public async ValueTask<IReadOnlyList<RelationshipRow>> ReadRelationshipsOfAsync(
        IReadOnlyCollection<string> entityGuids, IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken)
    {
        var stored = await Transaction.AskAsync(cancel => Transaction.Store.ReadRelationshipsOfAsync(entityGuids, typeNames, cancel), cancellationToken).ConfigureAwait(false);
        return PendingRelationships.Over(stored, entityGuids, row => typeNames.Contains(row.TypeName), Transaction.Group, Transaction.Request);
    }

    public async ValueTask<IReadOnlyList<RelationshipRow>> ReadRelationshipsBetweenAsync(
        IReadOnlyCollection<EndPair> pairs, CancellationToken cancellationToken)
    {
        var stored = await Transaction.AskAsync(cancel => Transaction.Store.ReadRelationshipsBetweenAsync(pairs, cancel), cancellationToken).ConfigureAwait(false);
        var wanted = pairs.ToHashSet();
        return PendingRelationships.Over(
            stored, [.. pairs.Select(pair => pair.End1Guid)], row => wanted.Contains(new EndPair(row.End1Guid, row.End2Guid)), Transaction.Group, Transaction.Request);
    }

    public async ValueTask<IReadOnlyDictionary<string, RelationshipRow>> ReadRelationshipsAsync(
        IReadOnlyCollection<string> guids, CancellationToken cancellationToken)
    {
        var stored = await Transaction.AskAsync(cancel => Transaction.Store.ReadRelationshipsAsync(guids, cancel), cancellationToken).ConfigureAwait(false);
        var found = new Dictionary<string, RelationshipRow>(guids.Count);
        foreach (var guid in guids)
        {
            if ((Transaction.Request.Relationships.GetValueOrDefault(guid) ?? Transaction.Group.Relationships.GetValueOrDefault(guid) ?? stored.GetValueOrDefault(guid)) is { } row)
                found[guid] = row;
        }
        return found;
    }

    public ValueTask<IReadOnlyList<PlacedRelationship>> ReadRelationshipsOfTypeAsync(
        string typeName, bool activeOnly, long afterId, int limit, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.ReadRelationshipsOfTypeAsync(typeName, activeOnly, afterId, limit, cancel), cancellationToken);

    public ValueTask<int> CountRelationshipsOfTypeAsync(string typeName, bool activeOnly, int atMost, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.CountRelationshipsOfTypeAsync(typeName, activeOnly, atMost, cancel), cancellationToken);

    public ValueTask<IReadOnlySet<string>> EntityTypesInUseAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.EntityTypesInUseAsync(typeNames, cancel), cancellationToken);

    public ValueTask<IReadOnlySet<string>> RelationshipTypesInUseAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.RelationshipTypesInUseAsync(typeNames, cancel), cancellationToken);

    public ValueTask<IReadOnlySet<string>> TypesUsedByEntitiesAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.TypesUsedByEntitiesAsync(typeNames, cancel), cancellationToken);

    public ValueTask<IReadOnlyList<EntityCount>> CountEntitiesAsync(CancellationToken cancellationToken) =>
        Transaction.DirectAsync(Transaction.Store.CountEntitiesAsync, cancellationToken);

    public ValueTask<IReadOnlyList<TypePatchRow>> ReadPatchesAsync(CancellationToken cancellationToken) =>
        Transaction.DirectAsync(Transaction.Store.ReadPatchesAsync, cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, long>> CountTypeUsesAsync(CancellationToken cancellationToken) =>
        Transaction.DirectAsync(Transaction.Store.CountTypeUsesAsync, cancellationToken);

    public ValueTask<IReadOnlyList<ClassificationRow>> ReadClassificationsAsync(
        IReadOnlyCollection<string> entityGuids, CancellationToken cancellationToken) =>
        Transaction.AskAsync(cancel => Transaction.Store.ReadClassificationsAsync(entityGuids, cancel), cancellationToken);

    public ValueTask<IReadOnlyList<ClassificationRow>> ReadSpreadAsync(
        IReadOnlyCollection<ClassificationTag> tags, CancellationToken cancellationToken) =>
        Transaction.AskAsync(cancel => Transaction.Store.ReadSpreadAsync(tags, cancel), cancellationToken);

    public ValueTask<IReadOnlyList<AuditRow>> ReadAuditAsync(string entityGuid, AuditFilter filter, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.ReadAuditAsync(entityGuid, filter, cancel), cancellationToken);

    public ValueTask<IReadOnlyList<string>> FindClassificationChangesAsync(long since, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.FindClassificationChangesAsync(since, cancel), cancellationToken);

    public ValueTask<IReadOnlyList<AdminAuditRow>> ReadAdminAuditAsync(AdminAuditQuery query, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.ReadAdminAuditAsync(query, cancel), cancellationToken);

    public ValueTask<IReadOnlyList<SearchHit>> SearchAsync(SearchSource source, SearchPage page, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.SearchAsync(source, page, cancel), cancellationToken);

    public ValueTask<int> CountAsync(SearchSource source, int atMost, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.CountAsync(source, atMost, cancel), cancellationToken);

    public ValueTask<IReadOnlyList<SavedSearchRow>> ReadSavedSearchesAsync(string owner, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.ReadSavedSearchesAsync(owner, cancel), cancellationToken);

    public ValueTask<SavedSearchRow?> FindSavedSearchAsync(string guid, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.FindSavedSearchAsync(guid, cancel), cancellationToken);

    public ValueTask<IReadOnlyList<SearchDownloadRow>> ReadSearchDownloadsAsync(string owner, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.ReadSearchDownloadsAsync(owner, cancel), cancellationToken);

    public ValueTask<byte[]?> FindSearchDownloadAsync(string owner, string fileName, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.FindSearchDownloadAsync(owner, fileName, cancel), cancellationToken);

    public ValueTask<long?> FindSearchIndexGapAsync(CancellationToken cancellationToken) =>
        Transaction.DirectAsync(Transaction.Store.FindSearchIndexGapAsync, cancellationToken);

    public ValueTask<IReadOnlyList<SearchHit>> ReadAllEntitiesAsync(long afterId, int limit, CancellationToken cancellationToken) =>
        Transaction.DirectAsync(cancel => Transaction.Store.ReadAllEntitiesAsync(afterId, limit, cancel), cancellationToken);

    public ValueTask DisposeAsync() => Transaction.Store.DisposeAsync();
}
