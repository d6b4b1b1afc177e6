using System.Text.Json;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.AdminAudit;
using AtlasHa.Catalog.Storage.Imports;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Catalog.Storage.Search;
using AtlasHa.Storage.Sqlite.Search;
using Microsoft.Data.Sqlite;

namespace AtlasHa.Storage.Sqlite;

/// <summary>
/// Reads within one transaction. A set of keys is read key by key with one prepared statement: there is no round trip to save in an embedded
/// database. Everything completes synchronously.
/// </summary>
internal class SqliteReader(SqliteSession session, long epoch, Action<SqliteSession> release) : ICatalogReader
{
    private SqliteNotifications? _messages;
    private SqliteImports? _imports;
    private bool _released;

    public long Epoch { get; } = epoch;

    public INotificationReader Notifications => Messages;

    public IImportReader Imports => Background;

    protected SqliteNotifications Messages => _messages ??= new SqliteNotifications(() => Session);

    protected SqliteImports Background => _imports ??= new SqliteImports(() => Session);

    protected SqliteSession Session => _released ? throw new ObjectDisposedException(GetType().Name) : session;

    public ValueTask<IReadOnlyList<TypeDefRow>> ReadTypesAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<TypeDefRow> found = [];
        Session.Query(Sql.SelectTypes, found, static (row, list) => list.Add(Sql.ReadType(row)));
        return new(found);
    }

    public ValueTask<IReadOnlyList<TypePatchRow>> ReadPatchesAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<TypePatchRow> found = [];
        Session.Query(Sql.SelectPatches, found, static (row, list) => list.Add(Sql.ReadPatch(row)));
        return new(found);
    }

    public ValueTask<IReadOnlyDictionary<string, EntityRow>> ReadEntitiesAsync(
        IReadOnlyCollection<string> guids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, EntityRow>(guids.Count);
        ForEach(Sql.SelectEntity, guids, found, static (row, map) => map[row.GetString(0)] = Sql.ReadEntity(row), cancellationToken);
        return new(found);
    }

    public ValueTask<IReadOnlyList<EntityRow>> ReadEntitiesOfTypeAsync(string typeName, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<EntityRow> found = [];
        Session.Query(Sql.SelectEntitiesOfType, found, static (row, list) => list.Add(Sql.ReadEntity(row)), typeName);
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

    public ValueTask<IReadOnlyList<RelationshipRow>> ReadRelationshipsOfAsync(
        IReadOnlyCollection<string> entityGuids, IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, RelationshipRow>();
        var names = JsonSerializer.Serialize(typeNames);
        foreach (var guid in entityGuids)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Session.Query(Sql.SelectRelationshipsOfTypes, found, AddRelationship, guid, names);
        }
        return new([.. found.Values]);
    }

    public ValueTask<IReadOnlyList<RelationshipRow>> ReadRelationshipsBetweenAsync(
        IReadOnlyCollection<EndPair> pairs, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, RelationshipRow>();
        foreach (var pair in pairs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Session.Query(Sql.SelectRelationshipsBetween, found, AddRelationship, pair.End1Guid, pair.End2Guid);
        }
        return new([.. found.Values]);
    }

    public ValueTask<IReadOnlyDictionary<string, RelationshipRow>> ReadRelationshipsAsync(
        IReadOnlyCollection<string> guids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, RelationshipRow>(guids.Count);
        ForEach(Sql.SelectRelationship, guids, found, AddRelationship, cancellationToken);
        return new(found);
    }

    public ValueTask<IReadOnlyList<PlacedRelationship>> ReadRelationshipsOfTypeAsync(
        string typeName, bool activeOnly, long afterId, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<PlacedRelationship> found = [];
        Session.Query(
            Sql.SelectRelationshipsOfType, found, static (row, list) => list.Add(new PlacedRelationship(row.GetInt64(11), Sql.ReadRelationship(row))),
            typeName, activeOnly, afterId, limit);
        return new(found);
    }

    public ValueTask<int> CountRelationshipsOfTypeAsync(string typeName, bool activeOnly, int atMost, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<int> found = [];
        Session.Query(Sql.CountRelationshipsOfType, found, static (row, list) => list.Add(row.GetInt32(0)), typeName, activeOnly, atMost);
        return new(found.Single());
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

    public ValueTask<IReadOnlyDictionary<string, long>> CountTypeUsesAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Dictionary<string, long> found = [];
        Session.Query(Sql.CountTypeUses, found, static (row, map) => map[row.GetString(0)] = row.GetInt64(1));
        return new(found);
    }

    public ValueTask<IReadOnlyList<ClassificationRow>> ReadClassificationsAsync(
        IReadOnlyCollection<string> entityGuids, CancellationToken cancellationToken)
    {
        List<ClassificationRow> found = [];
        ForEach(ClassificationSql.SelectOf, entityGuids.ToHashSet(), found, static (row, list) => list.Add(ClassificationSql.Read(row)), cancellationToken);
        return new(found);
    }

    public ValueTask<IReadOnlyList<ClassificationRow>> ReadSpreadAsync(
        IReadOnlyCollection<ClassificationTag> tags, CancellationToken cancellationToken)
    {
        List<ClassificationRow> found = [];
        foreach (var tag in tags)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Session.Query(
                ClassificationSql.SelectSpread, found, static (row, list) => list.Add(ClassificationSql.Read(row)), tag.SourceGuid, tag.TypeName);
        }
        return new(found);
    }

    public ValueTask<IReadOnlyList<AuditRow>> ReadAuditAsync(string entityGuid, AuditFilter filter, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<AuditRow> found = [];
        Session.Query(
            AuditSql.Select(filter.Order, filter.Descending), found, static (row, list) => list.Add(AuditSql.Read(row)),
            entityGuid, filter.Action, filter.NotAfter, filter.Count, filter.Offset);
        return new(found);
    }

    public ValueTask<IReadOnlyList<string>> FindClassificationChangesAsync(long since, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<string> found = [];
        Session.Query(AuditSql.SelectClassificationChanges, found, static (row, list) => list.Add(row.GetString(0)), since);
        return new(found);
    }

    public ValueTask<IReadOnlyList<AdminAuditRow>> ReadAdminAuditAsync(AdminAuditQuery query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<AdminAuditRow> found = [];
        var sql = new AdminAuditSql(AdminAuditStatements.Dialect);
        var statement = sql.Select(query);
        Session.QueryOnce(statement, found, static (row, list) => list.Add(AdminAuditStatements.Read(row)), [.. sql.Values]);
        return new(found);
    }

    public ValueTask<IReadOnlyList<SearchHit>> SearchAsync(SearchSource source, SearchPage page, CancellationToken cancellationToken) =>
        new(SqliteSearch.Find(Session, source, page, cancellationToken));

    public ValueTask<int> CountAsync(SearchSource source, int atMost, CancellationToken cancellationToken) =>
        new(SqliteSearch.Count(Session, source, atMost, cancellationToken));

    public ValueTask<IReadOnlyList<SavedSearchRow>> ReadSavedSearchesAsync(string owner, CancellationToken cancellationToken)
    {
        List<SavedSearchRow> found = [];
        ForEach(SearchSql.SavedSearchesOf, [owner], found, static (row, list) => list.Add(ReadSavedSearch(row)), cancellationToken);
        return new(found);
    }

    public ValueTask<SavedSearchRow?> FindSavedSearchAsync(string guid, CancellationToken cancellationToken)
    {
        List<SavedSearchRow> found = [];
        ForEach(SearchSql.SavedSearch, [guid], found, static (row, list) => list.Add(ReadSavedSearch(row)), cancellationToken);
        return new(found.SingleOrDefault());
    }

    public ValueTask<IReadOnlyList<SearchDownloadRow>> ReadSearchDownloadsAsync(string owner, CancellationToken cancellationToken)
    {
        List<SearchDownloadRow> found = [];
        ForEach(
            SearchSql.DownloadsOf, [owner], found,
            static (row, list) => list.Add(new SearchDownloadRow(row.GetString(0), row.GetString(1), row.GetInt64(2))), cancellationToken);
        return new(found);
    }

    public ValueTask<byte[]?> FindSearchDownloadAsync(string owner, string fileName, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<byte[]> found = [];
        Session.Query(SearchSql.Download, found, static (row, list) => list.Add(row.GetFieldValue<byte[]>(0)), owner, fileName);
        return new(found.SingleOrDefault());
    }

    public ValueTask<long?> FindSearchIndexGapAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<long?> found = [];
        Session.Query(SearchSql.Gap, found, static (row, list) => list.Add(row.IsDBNull(0) ? null : row.GetInt64(0)));
        return new(found.Single());
    }

    public ValueTask<IReadOnlyList<SearchHit>> ReadAllEntitiesAsync(long afterId, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<SearchHit> found = [];
        Session.Query(
            SearchSql.AllEntities, found, static (row, list) => list.Add(new SearchHit(Sql.ReadEntity(row), new SearchPosition([], row.GetInt64(9)))),
            afterId, limit);
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

    private static SavedSearchRow ReadSavedSearch(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetFieldValue<byte[]>(3));

    private static void AddRelationship(SqliteDataReader row, Dictionary<string, RelationshipRow> found) =>
        found[row.GetString(0)] = Sql.ReadRelationship(row);
}
