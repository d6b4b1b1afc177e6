using System.Text;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.AdminAudit;
using AtlasHa.Catalog.Storage.Imports;
using AtlasHa.Catalog.Storage.Notifications;
using AtlasHa.Catalog.Storage.Search;
using AtlasHa.Storage.Postgres.Search;
using Npgsql;
using static AtlasHa.Storage.Postgres.PostgresSession;

namespace AtlasHa.Storage.Postgres;

/// <summary>Reads within one transaction, one round trip per set of keys.</summary>
internal class PostgresReader(PostgresSession session, long epoch, Action onContact) : ICatalogReader
{
    private PostgresNotifications? _messages;
    private PostgresImports? _imports;
    private bool _released;

    public long Epoch { get; } = epoch;

    public INotificationReader Notifications => Messages;

    public IImportReader Imports => Background;

    protected PostgresNotifications Messages => _messages ??= new PostgresNotifications(() => Session, onContact);

    protected PostgresImports Background => _imports ??= new PostgresImports(() => Session, onContact);

    protected PostgresSession Session => _released ? throw new ObjectDisposedException(GetType().Name) : session;

    public async ValueTask<IReadOnlyList<TypeDefRow>> ReadTypesAsync(CancellationToken cancellationToken) =>
        await QueryAsync(Sql.ReadType, cancellationToken, Statement(Sql.SelectTypes)).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<TypePatchRow>> ReadPatchesAsync(CancellationToken cancellationToken) =>
        await QueryAsync(Sql.ReadPatch, cancellationToken, Statement(Sql.SelectPatches)).ConfigureAwait(false);

    public async ValueTask<IReadOnlyDictionary<string, EntityRow>> ReadEntitiesAsync(
        IReadOnlyCollection<string> guids, CancellationToken cancellationToken) =>
        (await QueryKeysAsync(Sql.SelectEntities, guids, Sql.ReadEntity, cancellationToken).ConfigureAwait(false)).ToDictionary(row => row.Guid);

    public async ValueTask<IReadOnlyList<EntityRow>> ReadEntitiesOfTypeAsync(string typeName, CancellationToken cancellationToken) =>
        await QueryAsync(Sql.ReadEntity, cancellationToken, Statement(Sql.SelectEntitiesOfType, typeName)).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<UniqueRow>> FindUniqueAsync(IReadOnlyCollection<UniqueValue> values, CancellationToken cancellationToken) =>
        values.Count == 0 ? [] : await QueryAsync(Sql.ReadUnique, cancellationToken, Statement(
            Sql.FindUnique,
            values.Select(value => value.Attribute).ToArray(),
            values.Select(value => Encoding.UTF8.GetBytes(value.Value)).ToArray())).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<RelationshipRow>> ReadRelationshipsOfAsync(
        IReadOnlyCollection<string> entityGuids, CancellationToken cancellationToken) =>
        await QueryKeysAsync(Sql.SelectRelationshipsOf, entityGuids, Sql.ReadRelationship, cancellationToken).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<RelationshipRow>> ReadRelationshipsOfAsync(
        IReadOnlyCollection<string> entityGuids, IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        entityGuids.Count == 0 || typeNames.Count == 0 ? [] : await QueryAsync(
            Sql.ReadRelationship, cancellationToken,
            Statement(Sql.SelectRelationshipsOfTypes, entityGuids.ToArray(), typeNames.ToArray())).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<RelationshipRow>> ReadRelationshipsBetweenAsync(
        IReadOnlyCollection<EndPair> pairs, CancellationToken cancellationToken) =>
        pairs.Count == 0 ? [] : await QueryAsync(Sql.ReadRelationship, cancellationToken, Statement(
            Sql.SelectRelationshipsBetween,
            pairs.Select(pair => pair.End1Guid).ToArray(), pairs.Select(pair => pair.End2Guid).ToArray())).ConfigureAwait(false);

    public async ValueTask<IReadOnlyDictionary<string, RelationshipRow>> ReadRelationshipsAsync(
        IReadOnlyCollection<string> guids, CancellationToken cancellationToken) =>
        (await QueryKeysAsync(Sql.SelectRelationships, guids, Sql.ReadRelationship, cancellationToken).ConfigureAwait(false)).ToDictionary(row => row.Guid);

    public async ValueTask<IReadOnlyList<PlacedRelationship>> ReadRelationshipsOfTypeAsync(
        string typeName, bool activeOnly, long afterId, int limit, CancellationToken cancellationToken) => await QueryAsync(
        static row => new PlacedRelationship(row.GetInt64(11), Sql.ReadRelationship(row)), cancellationToken,
        Statement(Sql.SelectRelationshipsOfType, typeName, activeOnly, afterId, limit)).ConfigureAwait(false);

    public async ValueTask<int> CountRelationshipsOfTypeAsync(string typeName, bool activeOnly, int atMost, CancellationToken cancellationToken) =>
        (await QueryAsync(static row => row.GetInt32(0), cancellationToken, Statement(Sql.CountRelationshipsOfType, typeName, activeOnly, atMost)).ConfigureAwait(false))
            .Single();

    public ValueTask<IReadOnlySet<string>> EntityTypesInUseAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        NamesAsync(Sql.EntityTypesInUse, typeNames, cancellationToken);

    public ValueTask<IReadOnlySet<string>> RelationshipTypesInUseAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        NamesAsync(Sql.RelationshipTypesInUse, typeNames, cancellationToken);

    public ValueTask<IReadOnlySet<string>> TypesUsedByEntitiesAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        NamesAsync(Sql.TypesUsed, typeNames, cancellationToken);

    public async ValueTask<IReadOnlyList<EntityCount>> CountEntitiesAsync(CancellationToken cancellationToken) =>
        await QueryAsync(Sql.ReadCount, cancellationToken, Statement(Sql.CountEntities)).ConfigureAwait(false);

    public async ValueTask<IReadOnlyDictionary<string, long>> CountTypeUsesAsync(CancellationToken cancellationToken) =>
        (await QueryAsync(static row => (Name: row.GetString(0), Count: row.GetInt64(1)), cancellationToken, Statement(Sql.CountTypeUses)).ConfigureAwait(false))
            .ToDictionary(row => row.Name, row => row.Count);

    public async ValueTask<IReadOnlyList<ClassificationRow>> ReadClassificationsAsync(
        IReadOnlyCollection<string> entityGuids, CancellationToken cancellationToken) =>
        await QueryKeysAsync(ClassificationSql.SelectOf, entityGuids, ClassificationSql.Read, cancellationToken).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<ClassificationRow>> ReadSpreadAsync(
        IReadOnlyCollection<ClassificationTag> tags, CancellationToken cancellationToken) =>
        tags.Count == 0 ? [] : await QueryAsync(ClassificationSql.Read, cancellationToken, Statement(
            ClassificationSql.SelectSpread, tags.Select(tag => tag.SourceGuid).ToArray(), tags.Select(tag => tag.TypeName).ToArray())).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<AuditRow>> ReadAuditAsync(string entityGuid, AuditFilter filter, CancellationToken cancellationToken)
    {
        List<object> parameters = [entityGuid, filter.Count, filter.Offset];
        if (filter.Action is { } action)
            parameters.Add(action);
        if (filter.NotAfter is { } notAfter)
            parameters.Add(notAfter);
        return await QueryAsync(AuditSql.Read, cancellationToken, Statement(AuditSql.Select(filter), parameters)).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<string>> FindClassificationChangesAsync(long since, CancellationToken cancellationToken) =>
        await QueryAsync(
            static row => row.GetString(0), cancellationToken, Statement(AuditSql.SelectClassificationChanges, since)).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<AdminAuditRow>> ReadAdminAuditAsync(AdminAuditQuery query, CancellationToken cancellationToken)
    {
        var sql = new AdminAuditSql(AdminAuditStatements.Dialect);
        var statement = sql.Select(query);
        return await QueryAsync(AdminAuditStatements.Read, cancellationToken, Statement(statement, [.. sql.Values])).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<SearchHit>> SearchAsync(SearchSource source, SearchPage page, CancellationToken cancellationToken) =>
        await QueryAsync(PostgresSearch.ReadHit, cancellationToken, PostgresSearch.Find(source, page)).ConfigureAwait(false);

    public async ValueTask<int> CountAsync(SearchSource source, int atMost, CancellationToken cancellationToken) =>
        (await QueryAsync(static row => row.GetInt32(0), cancellationToken, PostgresSearch.Count(source, atMost)).ConfigureAwait(false)).Single();

    public async ValueTask<IReadOnlyList<SavedSearchRow>> ReadSavedSearchesAsync(string owner, CancellationToken cancellationToken) =>
        await QueryAsync(ReadSavedSearch, cancellationToken, Statement(SearchSql.SavedSearchesOf, owner)).ConfigureAwait(false);

    public async ValueTask<SavedSearchRow?> FindSavedSearchAsync(string guid, CancellationToken cancellationToken) =>
        (await QueryAsync(ReadSavedSearch, cancellationToken, Statement(SearchSql.SavedSearch, guid)).ConfigureAwait(false)).SingleOrDefault();

    public async ValueTask<IReadOnlyList<SearchDownloadRow>> ReadSearchDownloadsAsync(string owner, CancellationToken cancellationToken) => await QueryAsync(
        static row => new SearchDownloadRow(row.GetString(0), row.GetString(1), row.GetInt64(2)), cancellationToken,
        Statement(SearchSql.DownloadsOf, owner)).ConfigureAwait(false);

    public async ValueTask<byte[]?> FindSearchDownloadAsync(string owner, string fileName, CancellationToken cancellationToken) =>
        (await QueryAsync(static row => row.GetFieldValue<byte[]>(0), cancellationToken, Statement(SearchSql.Download, owner, fileName)).ConfigureAwait(false))
            .SingleOrDefault();

    public async ValueTask<long?> FindSearchIndexGapAsync(CancellationToken cancellationToken) =>
        (await QueryAsync(static row => row.IsDBNull(0) ? (long?)null : row.GetInt64(0), cancellationToken, Statement(SearchSql.Gap)).ConfigureAwait(false)).Single();

    public async ValueTask<IReadOnlyList<SearchHit>> ReadAllEntitiesAsync(long afterId, int limit, CancellationToken cancellationToken) =>
        await QueryAsync(PostgresSearch.ReadHit, cancellationToken, Statement(SearchSql.AllEntities, afterId, (long)limit)).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        if (_released)
            return;
        _released = true;
        await session.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    protected async Task<List<T>> QueryAsync<T>(
        Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlBatchCommand[] statements)
    {
        var found = await Session.QueryAsync(read, cancellationToken, statements).ConfigureAwait(false);
        onContact();
        return found;
    }

    private async Task<List<T>> QueryKeysAsync<T>(
        string sql, IReadOnlyCollection<string> keys, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        keys.Count == 0 ? [] : await QueryAsync(read, cancellationToken, Statement(sql, keys.ToArray())).ConfigureAwait(false);

    private static SavedSearchRow ReadSavedSearch(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetFieldValue<byte[]>(3));

    private async ValueTask<IReadOnlySet<string>> NamesAsync(string sql, IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        (await QueryKeysAsync(sql, names, static row => row.GetString(0), cancellationToken).ConfigureAwait(false)).ToHashSet();
}
