using AtlasHa.Catalog.Storage.AdminAudit;
using AtlasHa.Catalog.Storage.Imports;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Catalog.Storage.Groups;

/// <summary>
/// The transaction of a group as its requests see it. What they write stays in memory and goes to the store in one set per kind of row; what they
/// read comes from what is pending and from what the group has read in advance. So a group costs a fixed number of calls, and a request that
/// fails costs none. A request that needs more than that (types, counts, purges) gets what is pending written and a savepoint of its own.
/// <para>
/// When the store fails outside such a savepoint, the transaction is lost for all: <see cref="ReleaseAsync"/>, <see cref="RollbackAsync"/> and
/// <see cref="FlushAsync"/> throw <see cref="GroupFailedException"/>, and the requests have to run again, one by one.
/// </para>
/// </summary>
internal sealed class GroupWriter(ICatalogWriter store) : ICatalogWriter
{
    /// <summary>Above so many pending rows they are written early: memory, and the time that one call of the store takes, stay bounded.</summary>
    private const int MaxPending = 2000;

    private readonly StoredRows _stored = new(store);
    private readonly PendingRows _group = new();
    private readonly PendingRows _request = new();
    private GroupNotifications? _notifications;
    private GroupImports? _imports;
    private bool _isDirect;
    private GroupFailedException? _failure;

    public long Epoch => store.Epoch;

    public INotificationReader Notifications => Messages;

    public INotificationWriter NotificationChanges => Messages;

    public IImportReader Imports => Background;

    public IImportWriter ImportChanges => Background;

    private GroupImports Background => _imports ??= new GroupImports(this, store);

    private GroupNotifications Messages => _notifications ??= new GroupNotifications(this, store, _stored, _group, _request);

    /// <summary>Reads in advance, for all requests at once.</summary>
    /// <exception cref="GroupFailedException">The store failed.</exception>
    public async ValueTask ReadAheadAsync(IReadOnlyCollection<ExpectedReads> reads, CancellationToken cancellationToken)
    {
        try
        {
            HashSet<RequestName> requests = [.. reads.Select(read => read.Request).OfType<RequestName>()];
            await _stored.RequestsAsync(requests, cancellationToken).ConfigureAwait(false);
            HashSet<UniqueValue> values = [.. reads.SelectMany(read => read.UniqueValues)];
            var holders = await _stored.HoldersAsync(values, cancellationToken).ConfigureAwait(false);
            HashSet<string> guids = [.. reads.SelectMany(read => read.EntityGuids), .. holders.Select(row => row.Guid)];
            await _stored.EntitiesAsync(guids, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            throw new GroupFailedException(failure);
        }
    }

    /// <summary>Writes what is pending.</summary>
    /// <exception cref="GroupFailedException">The store failed.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await ReleaseAsync(cancellationToken).ConfigureAwait(false);
        await FlushGroupAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<TypeDefRow>> ReadTypesAsync(CancellationToken cancellationToken) =>
        AskAsync(store.ReadTypesAsync, cancellationToken);

    public async ValueTask<IReadOnlyDictionary<string, EntityRow>> ReadEntitiesAsync(
        IReadOnlyCollection<string> guids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, EntityRow>(guids.Count);
        List<string> others = [];
        foreach (var guid in guids)
        {
            if ((_request.FindEntity(guid) ?? _group.FindEntity(guid)) is { } pending)
                found[guid] = pending;
            else
                others.Add(guid);
        }
        foreach (var row in await AskAsync(cancel => _stored.EntitiesAsync(others, cancel), cancellationToken).ConfigureAwait(false))
            found[row.Guid] = row;
        return found;
    }

    public async ValueTask<IReadOnlyList<UniqueRow>> FindUniqueAsync(IReadOnlyCollection<UniqueValue> values, CancellationToken cancellationToken)
    {
        HashSet<UniqueValue> wanted = [.. values];
        var stored = await AskAsync(cancel => _stored.HoldersAsync(wanted, cancel), cancellationToken).ConfigureAwait(false);
        return
        [
            .. stored.Where(row => !_group.HasUniqueOf(row.Guid) && !_request.HasUniqueOf(row.Guid)),
            .. wanted.SelectMany(_group.HoldersOf).Where(row => !_request.HasUniqueOf(row.Guid)),
            .. wanted.SelectMany(_request.HoldersOf),
        ];
    }

    public ValueTask<IReadOnlyList<EntityRow>> ReadEntitiesOfTypeAsync(string typeName, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.ReadEntitiesOfTypeAsync(typeName, cancel), cancellationToken);

    public async ValueTask<IReadOnlyList<RelationshipRow>> ReadRelationshipsOfAsync(
        IReadOnlyCollection<string> entityGuids, CancellationToken cancellationToken)
    {
        var stored = await AskAsync(cancel => store.ReadRelationshipsOfAsync(entityGuids, cancel), cancellationToken).ConfigureAwait(false);
        return PendingRelationships.Over(stored, entityGuids, _ => true, _group, _request);
    }

    public async ValueTask<IReadOnlyList<RelationshipRow>> ReadRelationshipsOfAsync(
        IReadOnlyCollection<string> entityGuids, IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken)
    {
        var stored = await AskAsync(cancel => store.ReadRelationshipsOfAsync(entityGuids, typeNames, cancel), cancellationToken).ConfigureAwait(false);
        return PendingRelationships.Over(stored, entityGuids, row => typeNames.Contains(row.TypeName), _group, _request);
    }

    public async ValueTask<IReadOnlyDictionary<string, RelationshipRow>> ReadRelationshipsAsync(
        IReadOnlyCollection<string> guids, CancellationToken cancellationToken)
    {
        var stored = await AskAsync(cancel => store.ReadRelationshipsAsync(guids, cancel), cancellationToken).ConfigureAwait(false);
        var found = new Dictionary<string, RelationshipRow>(guids.Count);
        foreach (var guid in guids)
        {
            if ((_request.Relationships.GetValueOrDefault(guid) ?? _group.Relationships.GetValueOrDefault(guid) ?? stored.GetValueOrDefault(guid)) is { } row)
                found[guid] = row;
        }
        return found;
    }

    public ValueTask<IReadOnlyList<PlacedRelationship>> ReadRelationshipsOfTypeAsync(
        string typeName, bool activeOnly, long afterId, int limit, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.ReadRelationshipsOfTypeAsync(typeName, activeOnly, afterId, limit, cancel), cancellationToken);

    public ValueTask<int> CountRelationshipsOfTypeAsync(string typeName, bool activeOnly, int atMost, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.CountRelationshipsOfTypeAsync(typeName, activeOnly, atMost, cancel), cancellationToken);

    public ValueTask<IReadOnlySet<string>> EntityTypesInUseAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.EntityTypesInUseAsync(typeNames, cancel), cancellationToken);

    public ValueTask<IReadOnlySet<string>> RelationshipTypesInUseAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.RelationshipTypesInUseAsync(typeNames, cancel), cancellationToken);

    public ValueTask<IReadOnlySet<string>> TypesUsedByEntitiesAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.TypesUsedByEntitiesAsync(typeNames, cancel), cancellationToken);

    public ValueTask<IReadOnlyList<EntityCount>> CountEntitiesAsync(CancellationToken cancellationToken) =>
        DirectAsync(store.CountEntitiesAsync, cancellationToken);

    public ValueTask<IReadOnlyList<TypePatchRow>> ReadPatchesAsync(CancellationToken cancellationToken) =>
        DirectAsync(store.ReadPatchesAsync, cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, long>> CountTypeUsesAsync(CancellationToken cancellationToken) =>
        DirectAsync(store.CountTypeUsesAsync, cancellationToken);

    public ValueTask<IReadOnlyList<ClassificationRow>> ReadClassificationsAsync(
        IReadOnlyCollection<string> entityGuids, CancellationToken cancellationToken) =>
        AskAsync(cancel => store.ReadClassificationsAsync(entityGuids, cancel), cancellationToken);

    public ValueTask<IReadOnlyList<ClassificationRow>> ReadSpreadAsync(
        IReadOnlyCollection<ClassificationTag> tags, CancellationToken cancellationToken) =>
        AskAsync(cancel => store.ReadSpreadAsync(tags, cancel), cancellationToken);

    public ValueTask<IReadOnlyList<AuditRow>> ReadAuditAsync(string entityGuid, AuditFilter filter, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.ReadAuditAsync(entityGuid, filter, cancel), cancellationToken);

    public ValueTask<IReadOnlyList<string>> FindClassificationChangesAsync(long since, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.FindClassificationChangesAsync(since, cancel), cancellationToken);

    public ValueTask<IReadOnlyList<AdminAuditRow>> ReadAdminAuditAsync(AdminAuditQuery query, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.ReadAdminAuditAsync(query, cancel), cancellationToken);

    public ValueTask<IReadOnlyList<SearchHit>> SearchAsync(SearchSource source, SearchPage page, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.SearchAsync(source, page, cancel), cancellationToken);

    public ValueTask<int> CountAsync(SearchSource source, int atMost, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.CountAsync(source, atMost, cancel), cancellationToken);

    public ValueTask<IReadOnlyList<SavedSearchRow>> ReadSavedSearchesAsync(string owner, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.ReadSavedSearchesAsync(owner, cancel), cancellationToken);

    public ValueTask<SavedSearchRow?> FindSavedSearchAsync(string guid, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.FindSavedSearchAsync(guid, cancel), cancellationToken);

    public ValueTask<IReadOnlyList<SearchDownloadRow>> ReadSearchDownloadsAsync(string owner, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.ReadSearchDownloadsAsync(owner, cancel), cancellationToken);

    public ValueTask<byte[]?> FindSearchDownloadAsync(string owner, string fileName, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.FindSearchDownloadAsync(owner, fileName, cancel), cancellationToken);

    public ValueTask<long?> FindSearchIndexGapAsync(CancellationToken cancellationToken) =>
        DirectAsync(store.FindSearchIndexGapAsync, cancellationToken);

    public ValueTask<IReadOnlyList<SearchHit>> ReadAllEntitiesAsync(long afterId, int limit, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.ReadAllEntitiesAsync(afterId, limit, cancel), cancellationToken);

    public ValueTask PutTypesAsync(IReadOnlyCollection<TypeDefRow> rows, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.PutTypesAsync(rows, cancel), cancellationToken);

    public ValueTask DeleteTypesAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.DeleteTypesAsync(guids, cancel), cancellationToken);

    public ValueTask PutPatchesAsync(IReadOnlyCollection<TypePatchRow> rows, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.PutPatchesAsync(rows, cancel), cancellationToken);

    public ValueTask PutEntitiesAsync(IReadOnlyCollection<EntityRow> rows, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var row in rows)
            _request.Put(row);
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
            _request.SetUnique(guid, rows);
    }

    public ValueTask SetTypeUsesAsync(IReadOnlyDictionary<string, IReadOnlyCollection<string>> typeNames, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var (guid, names) in typeNames)
            _request.SetTypeUses(guid, names);
        return default;
    }

    public ValueTask SetSearchAsync(IReadOnlyCollection<SearchRow> rows, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var row in rows)
            _request.Put(row);
        return default;
    }

    public ValueTask SetSearchIndexGapAsync(long? afterId, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.SetSearchIndexGapAsync(afterId, cancel), cancellationToken);

    public ValueTask PutSavedSearchAsync(SavedSearchRow row, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.PutSavedSearchAsync(row, cancel), cancellationToken);

    public ValueTask DeleteSavedSearchAsync(string guid, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.DeleteSavedSearchAsync(guid, cancel), cancellationToken);

    public ValueTask PutSearchDownloadAsync(SearchDownloadRow row, byte[] content, int keep, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.PutSearchDownloadAsync(row, content, keep, cancel), cancellationToken);

    public ValueTask PurgeEntitiesAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.PurgeEntitiesAsync(guids, cancel), cancellationToken);

    public ValueTask PutRelationshipsAsync(IReadOnlyCollection<RelationshipRow> rows, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var row in rows)
            _request.Put(row);
        return default;
    }

    /// <summary>Directly, so that what reads relationships need not look for removed ones among those that are pending.</summary>
    public ValueTask DeleteRelationshipsAsync(IReadOnlyCollection<RelationshipRow> rows, CancellationToken cancellationToken) =>
        rows.Count == 0 ? default : DirectAsync(cancel => store.DeleteRelationshipsAsync(rows, cancel), cancellationToken);

    /// <summary>Directly, so that what reads classifications need not look for pending ones.</summary>
    public ValueTask PutClassificationsAsync(IReadOnlyCollection<ClassificationRow> rows, CancellationToken cancellationToken) =>
        rows.Count == 0 ? default : DirectAsync(cancel => store.PutClassificationsAsync(rows, cancel), cancellationToken);

    /// <inheritdoc cref="PutClassificationsAsync"/>
    public ValueTask DeleteClassificationsAsync(IReadOnlyCollection<ClassificationRow> rows, CancellationToken cancellationToken) =>
        rows.Count == 0 ? default : DirectAsync(cancel => store.DeleteClassificationsAsync(rows, cancel), cancellationToken);

    public ValueTask AddAuditAsync(IReadOnlyCollection<AuditRow> rows, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _request.Add(rows);
        return default;
    }

    public ValueTask AddAdminAuditAsync(AdminAuditRow row, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.AddAdminAuditAsync(row, cancel), cancellationToken);

    public ValueTask TrimAdminAuditAsync(long endedBefore, long keepNewest, int atMost, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.TrimAdminAuditAsync(endedBefore, keepNewest, atMost, cancel), cancellationToken);

    public async ValueTask<IReadOnlyList<RememberedRequest>> FindRequestsAsync(
        IReadOnlyCollection<RequestName> names, CancellationToken cancellationToken)
    {
        var stored = await AskAsync(cancel => _stored.RequestsAsync(names, cancel), cancellationToken).ConfigureAwait(false);
        return [.. stored, .. names.Select(name => _request.FindRequest(name) ?? _group.FindRequest(name)).OfType<RememberedRequest>()];
    }

    public ValueTask RememberRequestsAsync(IReadOnlyCollection<RememberedRequest> requests, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var request in requests)
        {
            if (_group.FindRequest(request.Name) is not null || !_request.TryAdd(request))
                throw new ArgumentException($"the request {request.RequestId} of {request.User} is remembered already", nameof(requests));
        }
        return default;
    }

    public ValueTask<int> ForgetRequestsAsync(TimeSpan age, int atMost, CancellationToken cancellationToken) =>
        DirectAsync(cancel => store.ForgetRequestsAsync(age, atMost, cancel), cancellationToken);

    public ValueTask SavepointAsync(CancellationToken cancellationToken) => ReleaseAsync(cancellationToken);

    public async ValueTask ReleaseAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfFailed();
        // Every write of an entity reaches the store, also one that the next request of the group replaces: whoever watches the tables can count them.
        if (_request.SharesEntitiesWith(_group))
            await FlushGroupAsync(cancellationToken).ConfigureAwait(false);
        _request.MoveTo(_group);
        if (_isDirect || _group.Count > MaxPending)
            await FlushGroupAsync(cancellationToken).ConfigureAwait(false);
        if (_isDirect)
            await ReleaseStoreAsync(cancellationToken).ConfigureAwait(false);
        _isDirect = false;
    }

    public async ValueTask RollbackAsync(CancellationToken cancellationToken)
    {
        ThrowIfFailed();
        _request.Clear();
        if (!_isDirect)
            return;
        await store.RollbackAsync(cancellationToken).ConfigureAwait(false);
        _isDirect = false;
        _stored.Clear();
    }

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await store.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private async ValueTask FlushGroupAsync(CancellationToken cancellationToken)
    {
        ThrowIfFailed();
        try
        {
            await _group.FlushAsync(store, cancellationToken).ConfigureAwait(false);
            _stored.Clear();
        }
        catch (Exception failure)
        {
            throw _failure = new GroupFailedException(failure);
        }
    }

    private async ValueTask ReleaseStoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.ReleaseAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            throw _failure = new GroupFailedException(failure);
        }
    }

    private void ThrowIfFailed()
    {
        if (_failure is not null)
            throw _failure;
    }

    internal async ValueTask<T> AskAsync<T>(Func<CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        ThrowIfFailed();
        try
        {
            return await ask(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (!_isDirect)
        {
            _failure = new GroupFailedException(failure);
            throw;
        }
    }

    internal async ValueTask DirectAsync(Func<CancellationToken, ValueTask> call, CancellationToken cancellationToken)
    {
        await GoDirectAsync(cancellationToken).ConfigureAwait(false);
        await call(cancellationToken).ConfigureAwait(false);
    }

    internal async ValueTask<T> DirectAsync<T>(Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        await GoDirectAsync(cancellationToken).ConfigureAwait(false);
        return await call(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what is pending, the request's own rows behind a savepoint, so that the store's answer counts them.</summary>
    private async ValueTask GoDirectAsync(CancellationToken cancellationToken)
    {
        if (!_isDirect)
        {
            await FlushGroupAsync(cancellationToken).ConfigureAwait(false);
            await store.SavepointAsync(cancellationToken).ConfigureAwait(false);
            _isDirect = true;
        }
        _stored.Clear();
        await _request.FlushAsync(store, cancellationToken).ConfigureAwait(false);
    }
}
