using System.Text;
using AtlasHa.Catalog.Storage;
using Npgsql;
using static AtlasHa.Storage.Postgres.PostgresSession;

namespace AtlasHa.Storage.Postgres;

/// <summary>One write transaction, holding the row of the epoch. Each call is one round trip, however many rows it takes.</summary>
internal sealed class PostgresWriter(PostgresSession session, long epoch, Action onContact) : PostgresReader(session, epoch, onContact), ICatalogWriter
{
    private readonly Action _onContact = onContact;

    public ValueTask PutTypesAsync(IReadOnlyCollection<TypeDefRow> rows, CancellationToken cancellationToken)
    {
        var last = LastByGuid(rows, row => row.Guid);
        return ExecuteAsync(cancellationToken, Statement(
            Sql.PutTypes, Column(last, row => row.Guid), Column(last, row => row.Name), Column(last, row => row.Category), Column(last, row => row.Json)));
    }

    public ValueTask DeleteTypesAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken) =>
        ExecuteAsync(cancellationToken, Statement(Sql.DeleteTypes, guids.ToArray()));

    public ValueTask PutEntitiesAsync(IReadOnlyCollection<EntityRow> rows, CancellationToken cancellationToken)
    {
        var last = LastByGuid(rows, row => row.Guid);
        return ExecuteAsync(cancellationToken, Statement(
            Sql.PutEntities, Column(last, row => row.Guid), Column(last, row => row.TypeName), Column(last, row => (short)row.Status),
            Column(last, row => row.CreatedBy), Column(last, row => row.UpdatedBy), Column(last, row => row.CreateTime),
            Column(last, row => row.UpdateTime), Column(last, row => row.Version), Column(last, row => row.Document)));
    }

    public async ValueTask SetUniqueAsync(string guid, IReadOnlyCollection<UniqueRow> rows, CancellationToken cancellationToken)
    {
        if (rows.FirstOrDefault(row => row.Guid != guid) is { } foreign)
            throw new ArgumentException($"the unique value {foreign} is not of entity {guid}", nameof(rows));
        List<object> wanted =
        [
            guid, rows.Select(row => row.TypeName).ToArray(), rows.Select(row => row.Attribute).ToArray(),
            rows.Select(row => Encoding.UTF8.GetBytes(row.Value)).ToArray(),
        ];
        var holders = await QueryAsync(
            Sql.ReadUnique, cancellationToken,
            Statement(Sql.DeleteOtherUnique, wanted), Statement(Sql.InsertUnique, wanted), Statement(Sql.SelectOtherHolders, wanted)).ConfigureAwait(false);
        if (holders is [var holder, ..])
            throw new UniqueValueTakenException(holder);
    }

    public ValueTask SetTypeUsesAsync(string guid, IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken)
    {
        var names = typeNames.ToArray();
        return ExecuteAsync(cancellationToken, Statement(Sql.DeleteOtherTypeUses, guid, names), Statement(Sql.InsertTypeUses, guid, names));
    }

    public ValueTask PurgeEntitiesAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken)
    {
        var keys = guids.ToArray();
        return ExecuteAsync(cancellationToken, [.. Sql.Purge.Select(sql => Statement(sql, keys))]);
    }

    public ValueTask PutRelationshipsAsync(IReadOnlyCollection<RelationshipRow> rows, CancellationToken cancellationToken)
    {
        var last = LastByGuid(rows, row => row.Guid);
        return ExecuteAsync(cancellationToken, Statement(
            Sql.PutRelationships, Column(last, row => row.Guid), Column(last, row => row.TypeName), Column(last, row => row.End1Guid),
            Column(last, row => row.End2Guid), Column(last, row => (short)row.Status), Column(last, row => row.CreatedBy),
            Column(last, row => row.UpdatedBy), Column(last, row => row.CreateTime), Column(last, row => row.UpdateTime),
            Column(last, row => row.Version), Column(last, row => row.Document)));
    }

    public async ValueTask<RememberedRequest?> FindRequestAsync(string user, string requestId, CancellationToken cancellationToken) =>
        (await QueryAsync(Sql.ReadRequest, cancellationToken, Statement(Sql.SelectRequest, user, requestId)).ConfigureAwait(false)).SingleOrDefault();

    public ValueTask RememberRequestAsync(RememberedRequest request, CancellationToken cancellationToken) => ExecuteAsync(cancellationToken, Statement(
        Sql.InsertRequest, request.User, request.RequestId, request.Kind, request.Fingerprint, request.Epoch, request.Answer));

    public async ValueTask<int> ForgetRequestsAsync(TimeSpan age, int atMost, CancellationToken cancellationToken) =>
        (await QueryAsync(
            static row => row.GetInt32(0), cancellationToken, Statement(Sql.ForgetRequests, (long)age.TotalMilliseconds, atMost)).ConfigureAwait(false)).Single();

    public ValueTask SavepointAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Session.SetSavepoint();
        return default;
    }

    public ValueTask ReleaseAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Session.ReleaseSavepoint();
        return default;
    }

    public async ValueTask RollbackAsync(CancellationToken cancellationToken) =>
        await Session.RollbackToSavepointAsync(cancellationToken).ConfigureAwait(false);

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Session.CommitAsync().ConfigureAwait(false);
        _onContact();
    }

    // One INSERT may not touch a row twice: the last of a guid counts, in the place of the first.
    private static Dictionary<string, T>.ValueCollection LastByGuid<T>(IReadOnlyCollection<T> rows, Func<T, string> guid)
    {
        var last = new Dictionary<string, T>(rows.Count);
        foreach (var row in rows)
            last[guid(row)] = row;
        return last.Values;
    }

    private static TValue[] Column<T, TValue>(Dictionary<string, T>.ValueCollection rows, Func<T, TValue> value) => [.. rows.Select(value)];

    private async ValueTask ExecuteAsync(CancellationToken cancellationToken, params NpgsqlBatchCommand[] statements)
    {
        await Session.ExecuteAsync(cancellationToken, statements).ConfigureAwait(false);
        _onContact();
    }
}
