using AtlasHa.Catalog.Storage;

namespace AtlasHa.Storage.Sqlite;

/// <summary>The write transaction, which holds the file's write lock. Everything completes synchronously; the commit blocks for the sync.</summary>
internal sealed class SqliteWriter(SqliteSession session, long epoch, Action<SqliteSession> release, Action onCommitted)
    : SqliteReader(session, epoch, release), ICatalogWriter
{
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

    public ValueTask SetUniqueAsync(string guid, IReadOnlyCollection<UniqueRow> rows, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (rows.FirstOrDefault(row => row.Guid != guid) is { } foreign)
            throw new ArgumentException($"the unique value {foreign} is not of entity {guid}", nameof(rows));
        HashSet<UniqueRow> held = [];
        Session.Query(Sql.SelectUniqueOf, held, static (row, set) => set.Add(Sql.ReadUnique(row)), guid);
        var wanted = rows.ToHashSet();
        foreach (var row in held.Except(wanted))
            Session.Execute(Sql.DeleteUnique, row.TypeName, row.Attribute, row.Value);
        foreach (var row in wanted.Except(held))
        {
            if (Session.Execute(Sql.InsertUnique, row.TypeName, row.Attribute, row.Value, row.Guid) == 0)
                throw new UniqueValueTakenException(HolderOf(row));
        }
        return default;
    }

    public ValueTask SetTypeUsesAsync(string guid, IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        HashSet<string> recorded = [];
        Session.Query(Sql.SelectTypeUsesOf, recorded, static (row, set) => set.Add(row.GetString(0)), guid);
        var wanted = typeNames.ToHashSet();
        foreach (var typeName in recorded.Except(wanted))
            Session.Execute(Sql.DeleteTypeUse, typeName, guid);
        foreach (var typeName in wanted.Except(recorded))
            Session.Execute(Sql.InsertTypeUse, typeName, guid);
        return default;
    }

    public ValueTask PurgeEntitiesAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken)
    {
        foreach (var guid in guids)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var sql in Sql.Purge)
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

    public ValueTask<RememberedRequest?> FindRequestAsync(string user, string requestId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<RememberedRequest> found = [];
        Session.Query(Sql.SelectRequest, found, static (row, list) => list.Add(Sql.ReadRequest(row)), user, requestId);
        return new(found.SingleOrDefault());
    }

    public ValueTask RememberRequestAsync(RememberedRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Session.Execute(
            Sql.InsertRequest, request.User, request.RequestId, request.Kind, request.Fingerprint, request.Epoch, request.Answer);
        return default;
    }

    public ValueTask<int> ForgetRequestsAsync(TimeSpan age, int atMost, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Session.Execute(Sql.ForgetRequests, (long)age.TotalMilliseconds, atMost));
    }

    public ValueTask SavepointAsync(CancellationToken cancellationToken) => Control("SAVEPOINT request", cancellationToken);

    public ValueTask ReleaseAsync(CancellationToken cancellationToken) => Control("RELEASE request", cancellationToken);

    public ValueTask RollbackAsync(CancellationToken cancellationToken) =>
        Control("ROLLBACK TO request; RELEASE request", cancellationToken);

    public Task CommitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
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
