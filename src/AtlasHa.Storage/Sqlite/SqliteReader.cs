using AtlasHa.Catalog.Storage;
using Microsoft.Data.Sqlite;

namespace AtlasHa.Storage.Sqlite;

/// <summary>
/// Reads within one transaction. A set of keys is read key by key with one prepared statement: there is no round trip to save in an embedded
/// database. Everything completes synchronously.
/// </summary>
internal class SqliteReader(SqliteSession session, long epoch, Action<SqliteSession> release) : ICatalogReader
{
    private bool _released;

    public long Epoch { get; } = epoch;

    protected SqliteSession Session => _released ? throw new ObjectDisposedException(GetType().Name) : session;

    public ValueTask<IReadOnlyList<TypeDefRow>> ReadTypesAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<TypeDefRow> found = [];
        Session.Query(Sql.SelectTypes, found, static (row, list) => list.Add(Sql.ReadType(row)));
        return new(found);
    }

    public ValueTask<IReadOnlyDictionary<string, EntityRow>> ReadEntitiesAsync(
        IReadOnlyCollection<string> guids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, EntityRow>(guids.Count);
        ForEach(Sql.SelectEntity, guids, found, static (row, map) => map[row.GetString(0)] = Sql.ReadEntity(row), cancellationToken);
        return new(found);
    }

    public ValueTask<IReadOnlyList<UniqueRow>> FindUniqueAsync(IReadOnlyCollection<UniqueValue> values, CancellationToken cancellationToken)
    {
        HashSet<UniqueRow> found = [];
        foreach (var wanted in values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Session.Query(Sql.SelectUnique, found, static (row, set) => set.Add(Sql.ReadUnique(row)), wanted.Attribute, wanted.Value);
        }
        return new([.. found]);
    }

    public ValueTask<IReadOnlyList<RelationshipRow>> ReadRelationshipsOfAsync(
        IReadOnlyCollection<string> entityGuids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, RelationshipRow>();
        ForEach(Sql.SelectRelationshipsOf, entityGuids, found, AddRelationship, cancellationToken);
        return new([.. found.Values]);
    }

    public ValueTask<IReadOnlyDictionary<string, RelationshipRow>> ReadRelationshipsAsync(
        IReadOnlyCollection<string> guids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, RelationshipRow>(guids.Count);
        ForEach(Sql.SelectRelationship, guids, found, AddRelationship, cancellationToken);
        return new(found);
    }

    public ValueTask<IReadOnlySet<string>> EntityTypesInUseAsync(
        IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        new(NamesIn(Sql.SelectEntityType, typeNames, cancellationToken));

    public ValueTask<IReadOnlySet<string>> RelationshipTypesInUseAsync(
        IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        new(NamesIn(Sql.SelectRelationshipType, typeNames, cancellationToken));

    public ValueTask<IReadOnlySet<string>> TypesUsedByEntitiesAsync(
        IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        new(NamesIn(Sql.SelectTypeUse, typeNames, cancellationToken));

    public ValueTask<IReadOnlyList<EntityCount>> CountEntitiesAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<EntityCount> found = [];
        Session.Query(Sql.CountEntities, found, static (row, list) =>
            list.Add(new EntityCount(row.GetString(0), (EntityRowStatus)row.GetInt32(1), row.GetInt64(2))));
        return new(found);
    }

    public ValueTask DisposeAsync()
    {
        if (!_released)
        {
            _released = true;
            release(session);
        }
        return default;
    }

    private HashSet<string> NamesIn(string sql, IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken)
    {
        HashSet<string> found = [];
        ForEach(sql, typeNames, found, static (row, set) => set.Add(row.GetString(0)), cancellationToken);
        return found;
    }

    private void ForEach<TState>(
        string sql, IReadOnlyCollection<string> keys, TState state, Action<SqliteDataReader, TState> onRow, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Session.Query(sql, state, onRow, key);
        }
    }

    private static void AddRelationship(SqliteDataReader row, Dictionary<string, RelationshipRow> found) =>
        found[row.GetString(0)] = Sql.ReadRelationship(row);
}
