using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.AdminAudit;
using AtlasHa.Catalog.Storage.Imports;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Catalog.Storage.Search;
using AtlasHa.Storage.Sqlite.Search;

namespace AtlasHa.Storage.Sqlite;

/// <summary>The write transaction, which holds the file's write lock. Everything completes synchronously; the commit blocks for the sync.</summary>
internal sealed class SqliteWriter(SqliteSession session, long epoch, Action<SqliteSession> release, Action onCommitted)
    : SqliteReader(session, epoch, release), ICatalogWriter
{
    private readonly SearchWrites _search = new(session);

    public INotificationWriter NotificationChanges => Messages;

    public IImportWriter ImportChanges => Background;

    public ValueTask PutTypesAsync(IReadOnlyCollection<TypeDefRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Session.Execute(Sql.PutType, row.Guid, row.Name, row.Category, row.Json);
        }
        return default;
    }

    public ValueTask DeleteTypesAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken)
    {
        foreach (var guid in guids)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Session.Execute(Sql.DeleteType, guid);
        }
        return default;
    }

    public ValueTask PutPatchesAsync(IReadOnlyCollection<TypePatchRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Session.Execute(Sql.PutPatch, row.Id, row.Json);
        }
        return default;
    }

    public ValueTask PutEntitiesAsync(IReadOnlyCollection<EntityRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Session.Execute(
                Sql.PutEntity, row.Guid, row.TypeName, (int)row.Status, row.CreatedBy, row.UpdatedBy, row.CreateTime, row.UpdateTime,
                row.Version, row.Document);
        }
        return default;
    }

    public ValueTask SetUniqueAsync(IReadOnlyDictionary<string, IReadOnlyCollection<UniqueRow>> sets, CancellationToken cancellationToken)
    {
        sets.RequireOwnRows();
        List<UniqueRow> missing = [];
        foreach (var (guid, rows) in sets)
        {
            cancellationToken.ThrowIfCancellationRequested();
            HashSet<UniqueRow> held = [];
            Session.Query(Sql.SelectUniqueOf, held, static (row, set) => set.Add(Sql.ReadUnique(row)), guid);
            var wanted = rows.ToHashSet();
            foreach (var row in held.Except(wanted))
                Session.Execute(Sql.DeleteUnique, row.TypeName, row.Attribute, row.Value);
            missing.AddRange(wanted.Except(held));
        }
        foreach (var row in missing)
        {
            if (Session.Execute(Sql.InsertUnique, row.TypeName, row.Attribute, row.Value, row.Guid) == 0)
                throw new UniqueValueTakenException(HolderOf(row));
        }
        return default;
    }

    public ValueTask SetTypeUsesAsync(IReadOnlyDictionary<string, IReadOnlyCollection<string>> typeNames, CancellationToken cancellationToken)
    {
        foreach (var (guid, names) in typeNames)
        {
            cancellationToken.ThrowIfCancellationRequested();
            HashSet<string> recorded = [];
            Session.Query(Sql.SelectTypeUsesOf, recorded, static (row, set) => set.Add(row.GetString(0)), guid);
            var wanted = names.ToHashSet();
            foreach (var typeName in recorded.Except(wanted))
                Session.Execute(Sql.DeleteTypeUse, typeName, guid);
            foreach (var typeName in wanted.Except(recorded))
                Session.Execute(Sql.InsertTypeUse, typeName, guid);
        }
        return default;
    }

    public ValueTask SetSearchAsync(IReadOnlyCollection<SearchRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _search.Set(row);
        }
        return default;
    }

    public ValueTask SetSearchIndexGapAsync(long? afterId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Session.Execute(SearchSql.SetGap, afterId);
        return default;
    }

    public ValueTask PutSavedSearchAsync(SavedSearchRow row, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Session.Execute(SearchSql.PutSavedSearch, row.Guid, row.Owner, row.Name, row.Document);
        return default;
    }

    public ValueTask DeleteSavedSearchAsync(string guid, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Session.Execute(SearchSql.DeleteSavedSearch, guid);
        return default;
    }

    public ValueTask PutSearchDownloadAsync(SearchDownloadRow row, byte[] content, int keep, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Session.Execute(SearchSql.PutDownload, row.Owner, row.FileName, row.CreateTime, content);
        Session.Execute(SearchSql.DeleteOldDownloads, row.Owner, keep);
        return default;
    }

    public ValueTask PurgeEntitiesAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken)
    {
        foreach (var guid in guids)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var sql in SearchSql.Purge.Concat(Sql.Purge))
                Session.Execute(sql, guid);
        }
        return default;
    }

    public ValueTask PutRelationshipsAsync(IReadOnlyCollection<RelationshipRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Session.Execute(
                Sql.PutRelationship, row.Guid, row.TypeName, row.End1Guid, row.End2Guid, (int)row.Status, row.CreatedBy, row.UpdatedBy,
                row.CreateTime, row.UpdateTime, row.Version, row.Document);
        }
        return default;
    }

    public ValueTask DeleteRelationshipsAsync(IReadOnlyCollection<RelationshipRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Session.Execute(Sql.DeleteRelationship, row.Guid);
        }
        return default;
    }

    public ValueTask PutClassificationsAsync(IReadOnlyCollection<ClassificationRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row.IsPassage)
                Session.Execute(ClassificationSql.PutPassage, row.EntityGuid, row.TypeName, row.SourceGuid, row.IsRetained);
            else
                Session.Execute(
                    ClassificationSql.Put, row.EntityGuid, row.TypeName, row.SourceGuid, row.IsRetained, (int)row.SourceStatus, row.Document);
        }
        return default;
    }

    public ValueTask DeleteClassificationsAsync(IReadOnlyCollection<ClassificationRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Session.Execute(
                row.IsPassage ? ClassificationSql.DeletePassage : ClassificationSql.Delete, row.EntityGuid, row.TypeName, row.SourceGuid);
        }
        return default;
    }

    public ValueTask AddAuditAsync(IReadOnlyCollection<AuditRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Session.Execute(AuditSql.Insert, row.EntityGuid, row.Time, row.User, row.Action, row.Details, row.ChangesClassifications);
        }
        return default;
    }

    public ValueTask AddAdminAuditAsync(AdminAuditRow row, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Session.Execute(
            AdminAuditStatements.Insert, row.Guid, row.User, row.Operation, row.Parameters, row.StartTime, row.EndTime, row.Client, row.Result, row.ResultCount,
            row.RunId, row.Details);
        return default;
    }

    public ValueTask TrimAdminAuditAsync(long endedBefore, long keepNewest, int atMost, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Session.Execute(AdminAuditStatements.Trim, endedBefore, keepNewest, atMost);
        return default;
    }

    public ValueTask<IReadOnlyList<RememberedRequest>> FindRequestsAsync(
        IReadOnlyCollection<RequestName> names, CancellationToken cancellationToken)
    {
        List<RememberedRequest> found = [];
        foreach (var name in names)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Session.Query(Sql.SelectRequest, found, static (row, list) => list.Add(Sql.ReadRequest(row)), name.User, name.RequestId);
        }
        return new(found);
    }

    public ValueTask RememberRequestsAsync(IReadOnlyCollection<RememberedRequest> requests, CancellationToken cancellationToken)
    {
        foreach (var request in requests)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Session.Execute(
                Sql.InsertRequest, request.User, request.RequestId, request.Kind, request.Fingerprint, request.Epoch, request.Answer);
        }
        return default;
    }

    public ValueTask<int> ForgetRequestsAsync(TimeSpan age, int newest, int atMost, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Session.Execute(Sql.ForgetRequests, (long)age.TotalMilliseconds, newest, atMost));
    }

    public ValueTask SavepointAsync(CancellationToken cancellationToken)
    {
        _search.Savepoint();
        return Control("SAVEPOINT request", cancellationToken);
    }

    public ValueTask ReleaseAsync(CancellationToken cancellationToken) => Control("RELEASE request", cancellationToken);

    public ValueTask RollbackAsync(CancellationToken cancellationToken)
    {
        _search.Rollback();
        return Control("ROLLBACK TO request; RELEASE request", cancellationToken);
    }

    public Task CommitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _search.Flush();
        Session.Commit();
        onCommitted();
        return Task.CompletedTask;
    }

    private ValueTask Control(string sql, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Outside a transaction SAVEPOINT would open one of its own, without the check of the epoch.
        Session.RequireTransaction();
        Session.Run(sql);
        return default;
    }

    private UniqueRow HolderOf(UniqueRow wanted)
    {
        List<UniqueRow> holders = [];
        Session.Query(Sql.SelectUnique, holders, static (row, list) => list.Add(Sql.ReadUnique(row)), wanted.Attribute, wanted.Value);
        return holders.Single(row => row.TypeName == wanted.TypeName);
    }
}
