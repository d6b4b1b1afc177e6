using System.Text;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.AdminAudit;
using AtlasHa.Catalog.Storage.Imports;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Catalog.Storage.Search;
using AtlasHa.Storage.Postgres.Search;
using Npgsql;
using NpgsqlTypes;
using static AtlasHa.Storage.Postgres.PostgresSession;

namespace AtlasHa.Storage.Postgres;

/// <summary>
/// One write transaction, holding the row of the epoch. A call that answers something is one round trip, however many rows it takes. The others go
/// with it, or with the release of the savepoint or the commit, which then tell what was wrong with them.
/// </summary>
internal sealed class PostgresWriter(PostgresSession session, long epoch, Action onContact) : PostgresReader(session, epoch, onContact), ICatalogWriter
{
    private readonly Action _onContact = onContact;

    public INotificationWriter NotificationChanges => Messages;

    public IImportWriter ImportChanges => Background;

    public ValueTask PutTypesAsync(IReadOnlyCollection<TypeDefRow> rows, CancellationToken cancellationToken)
    {
        var last = LastByKey(rows, row => row.Guid);
        return DeferAsync(cancellationToken, Statement(
            Sql.PutTypes, Column(last, row => row.Guid), Column(last, row => row.Name), Column(last, row => row.Category), Column(last, row => row.Json)));
    }

    public ValueTask DeleteTypesAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken) =>
        DeferAsync(cancellationToken, Statement(Sql.DeleteTypes, guids.ToArray()));

    public ValueTask PutPatchesAsync(IReadOnlyCollection<TypePatchRow> rows, CancellationToken cancellationToken)
    {
        var last = LastByKey(rows, row => row.Id);
        return DeferAsync(cancellationToken, Statement(Sql.PutPatches, Column(last, row => row.Id), Column(last, row => row.Json)));
    }

    public ValueTask PutEntitiesAsync(IReadOnlyCollection<EntityRow> rows, CancellationToken cancellationToken)
    {
        var last = LastByKey(rows, row => row.Guid);
        return DeferAsync(cancellationToken, Statement(
            Sql.PutEntities, Column(last, row => row.Guid), Column(last, row => row.TypeName), Column(last, row => (short)row.Status),
            Column(last, row => row.CreatedBy), Column(last, row => row.UpdatedBy), Column(last, row => row.CreateTime),
            Column(last, row => row.UpdateTime), Column(last, row => row.Version), Column(last, row => row.Document)));
    }

    public async ValueTask SetUniqueAsync(IReadOnlyDictionary<string, IReadOnlyCollection<UniqueRow>> sets, CancellationToken cancellationToken)
    {
        sets.RequireOwnRows();
        UniqueRow[] rows = [.. sets.Values.SelectMany(set => set)];
        var holders = new Dictionary<(string, string, string), UniqueRow>(rows.Length);
        foreach (var row in rows)
        {
            var value = (row.TypeName, row.Attribute, row.Value);
            if (!holders.TryAdd(value, row) && holders[value].Guid != row.Guid)
                throw new UniqueValueTakenException(holders[value]);
        }

        object[] wanted =
        [
            rows.Select(row => row.TypeName).ToArray(), rows.Select(row => row.Attribute).ToArray(),
            rows.Select(row => Encoding.UTF8.GetBytes(row.Value)).ToArray(), rows.Select(row => row.Guid).ToArray(),
        ];
        var others = await QueryAsync(
            Sql.ReadUnique, cancellationToken,
            Statement(Sql.DeleteOtherUnique, [.. wanted, sets.Keys.ToArray()]), Statement(Sql.InsertUnique, [.. wanted])).ConfigureAwait(false);
        if (others is [var holder, ..])
            throw new UniqueValueTakenException(holder);
    }

    public ValueTask SetTypeUsesAsync(IReadOnlyDictionary<string, IReadOnlyCollection<string>> typeNames, CancellationToken cancellationToken)
    {
        (string Name, string Guid)[] uses = [.. typeNames.SelectMany(set => set.Value.Select(name => (name, set.Key)))];
        object[] wanted = [uses.Select(use => use.Name).ToArray(), uses.Select(use => use.Guid).ToArray()];
        return DeferAsync(
            cancellationToken, Statement(Sql.DeleteOtherTypeUses, [.. wanted, typeNames.Keys.ToArray()]), Statement(Sql.InsertTypeUses, [.. wanted]));
    }

    public ValueTask PurgeEntitiesAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken)
    {
        var keys = guids.ToArray();
        return DeferAsync(cancellationToken, [.. SearchSql.Purge.Concat(Sql.Purge).Select(sql => Statement(sql, keys))]);
    }

    public ValueTask SetSearchAsync(IReadOnlyCollection<SearchRow> rows, CancellationToken cancellationToken) =>
        DeferAsync(cancellationToken, SearchWrites.Statements(rows));

    public ValueTask SetSearchIndexGapAsync(long? afterId, CancellationToken cancellationToken) => DeferAsync(
        cancellationToken, Statement(SearchSql.SetGap, new NpgsqlParameter { Value = (object?)afterId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint }));

    public ValueTask PutSavedSearchAsync(SavedSearchRow row, CancellationToken cancellationToken) =>
        DeferAsync(cancellationToken, Statement(SearchSql.PutSavedSearch, row.Guid, row.Owner, row.Name, row.Document));

    public ValueTask DeleteSavedSearchAsync(string guid, CancellationToken cancellationToken) =>
        DeferAsync(cancellationToken, Statement(SearchSql.DeleteSavedSearch, guid));

    public ValueTask PutSearchDownloadAsync(SearchDownloadRow row, byte[] content, int keep, CancellationToken cancellationToken) => DeferAsync(
        cancellationToken, Statement(SearchSql.PutDownload, row.Owner, row.FileName, row.CreateTime, content),
        Statement(SearchSql.DeleteOldDownloads, row.Owner, (long)keep));

    public ValueTask PutRelationshipsAsync(IReadOnlyCollection<RelationshipRow> rows, CancellationToken cancellationToken)
    {
        var last = LastByKey(rows, row => row.Guid);
        return DeferAsync(cancellationToken, Statement(
            Sql.PutRelationships, Column(last, row => row.Guid), Column(last, row => row.TypeName), Column(last, row => row.End1Guid),
            Column(last, row => row.End2Guid), Column(last, row => (short)row.Status), Column(last, row => row.CreatedBy),
            Column(last, row => row.UpdatedBy), Column(last, row => row.CreateTime), Column(last, row => row.UpdateTime),
            Column(last, row => row.Version), Column(last, row => row.Document)));
    }

    public ValueTask DeleteRelationshipsAsync(IReadOnlyCollection<RelationshipRow> rows, CancellationToken cancellationToken) =>
        DeferAsync(cancellationToken, Statement(Sql.DeleteRelationships, rows.Select(row => row.Guid).ToArray()));

    public ValueTask PutClassificationsAsync(IReadOnlyCollection<ClassificationRow> rows, CancellationToken cancellationToken)
    {
        List<NpgsqlBatchCommand> statements = [];
        foreach (var kind in rows.GroupBy(row => (row.EntityGuid, row.Tag)).Select(same => same.Last()).GroupBy(row => row.IsPassage))
        {
            List<object> columns = [.. KeyColumns(kind), kind.Select(row => row.IsRetained).ToArray()];
            if (!kind.Key)
                columns.AddRange([kind.Select(row => (short)row.SourceStatus).ToArray(), kind.Select(row => row.Document).ToArray()]);
            statements.Add(Statement(kind.Key ? ClassificationSql.PutPassages : ClassificationSql.Put, columns));
        }
        return DeferAsync(cancellationToken, [.. statements]);
    }

    public ValueTask DeleteClassificationsAsync(IReadOnlyCollection<ClassificationRow> rows, CancellationToken cancellationToken) =>
        DeferAsync(cancellationToken, [.. rows.GroupBy(row => row.IsPassage)
            .Select(kind => Statement(kind.Key ? ClassificationSql.DeletePassages : ClassificationSql.Delete, KeyColumns(kind)))]);

    public ValueTask AddAuditAsync(IReadOnlyCollection<AuditRow> rows, CancellationToken cancellationToken) =>
        rows.Count == 0 ? default : DeferAsync(cancellationToken, Statement(
            AuditSql.Insert, rows.Select(row => row.EntityGuid).ToArray(), rows.Select(row => row.Time).ToArray(),
            rows.Select(row => row.User).ToArray(), rows.Select(row => row.Action).ToArray(), rows.Select(row => row.Details).ToArray(),
            rows.Select(row => row.ChangesClassifications).ToArray()));

    public ValueTask AddAdminAuditAsync(AdminAuditRow row, CancellationToken cancellationToken) => DeferAsync(cancellationToken, Statement(
        AdminAuditStatements.Insert, row.Guid, row.User, row.Operation, row.StartTime, row.EndTime, row.ResultCount,
        new[] { row.Parameters, row.Client, row.Result, row.RunId }, new[] { row.Details }));

    public ValueTask TrimAdminAuditAsync(long endedBefore, long keepNewest, int atMost, CancellationToken cancellationToken) =>
        DeferAsync(cancellationToken, Statement(AdminAuditStatements.Trim, endedBefore, keepNewest, (long)atMost));

    public async ValueTask<IReadOnlyList<RememberedRequest>> FindRequestsAsync(
        IReadOnlyCollection<RequestName> names, CancellationToken cancellationToken) =>
        names.Count == 0 ? [] : await QueryAsync(Sql.ReadRequest, cancellationToken, Statement(
            Sql.SelectRequests, names.Select(name => name.User).ToArray(), names.Select(name => name.RequestId).ToArray())).ConfigureAwait(false);

    public ValueTask RememberRequestsAsync(IReadOnlyCollection<RememberedRequest> requests, CancellationToken cancellationToken) =>
        DeferAsync(cancellationToken, Statement(
            Sql.InsertRequests, requests.Select(request => request.User).ToArray(), requests.Select(request => request.RequestId).ToArray(),
            requests.Select(request => request.Kind).ToArray(), requests.Select(request => request.Fingerprint).ToArray(),
            requests.Select(request => request.Epoch).ToArray(), requests.Select(request => request.Answer).ToArray()));

    public async ValueTask<int> ForgetRequestsAsync(TimeSpan age, int newest, int atMost, CancellationToken cancellationToken) =>
        (await QueryAsync(
            static row => row.GetInt32(0), cancellationToken,
            Statement(Sql.ForgetRequests, (long)age.TotalMilliseconds, (long)newest, atMost)).ConfigureAwait(false)).Single();

    public ValueTask SavepointAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Session.SetSavepoint();
        return default;
    }

    public async ValueTask ReleaseAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Session.SendAsync(cancellationToken).ConfigureAwait(false);
        Session.ReleaseSavepoint();
    }

    public async ValueTask RollbackAsync(CancellationToken cancellationToken) =>
        await Session.RollbackToSavepointAsync(cancellationToken).ConfigureAwait(false);

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Session.CommitAsync().ConfigureAwait(false);
        _onContact();
    }

    // One INSERT may not touch a row twice: the last of a key counts, in the place of the first.
    private static Dictionary<string, T>.ValueCollection LastByKey<T>(IReadOnlyCollection<T> rows, Func<T, string> key)
    {
        var last = new Dictionary<string, T>(rows.Count);
        foreach (var row in rows)
            last[key(row)] = row;
        return last.Values;
    }

    private static TValue[] Column<T, TValue>(Dictionary<string, T>.ValueCollection rows, Func<T, TValue> value) => [.. rows.Select(value)];

    private static List<object> KeyColumns(IEnumerable<ClassificationRow> rows) =>
        [rows.Select(row => row.EntityGuid).ToArray(), rows.Select(row => row.TypeName).ToArray(), rows.Select(row => row.SourceGuid).ToArray()];

    private ValueTask DeferAsync(CancellationToken cancellationToken, params ReadOnlySpan<NpgsqlBatchCommand> statements)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Session.Defer(statements);
        return default;
    }
}
