using System.Text;
using AtlasHa.Catalog.Storage;
using Npgsql;
using static AtlasHa.Storage.Postgres.PostgresSession;

namespace AtlasHa.Storage.Postgres;

/// <summary>Reads within one transaction, one round trip per set of keys.</summary>
internal class PostgresReader(PostgresSession session, long epoch, Action onContact) : ICatalogReader
{
    private bool _released;

    public long Epoch { get; } = epoch;

    protected PostgresSession Session => _released ? throw new ObjectDisposedException(GetType().Name) : session;

    public async ValueTask<IReadOnlyList<TypeDefRow>> ReadTypesAsync(CancellationToken cancellationToken) =>
        await QueryAsync(Sql.ReadType, cancellationToken, Statement(Sql.SelectTypes)).ConfigureAwait(false);

    public async ValueTask<IReadOnlyDictionary<string, EntityRow>> ReadEntitiesAsync(
        IReadOnlyCollection<string> guids, CancellationToken cancellationToken) =>
        (await QueryKeysAsync(Sql.SelectEntities, guids, Sql.ReadEntity, cancellationToken).ConfigureAwait(false)).ToDictionary(row => row.Guid);

    public async ValueTask<IReadOnlyList<UniqueRow>> FindUniqueAsync(IReadOnlyCollection<UniqueValue> values, CancellationToken cancellationToken) =>
        values.Count == 0 ? [] : await QueryAsync(Sql.ReadUnique, cancellationToken, Statement(
            Sql.FindUnique,
            values.Select(value => value.Attribute).ToArray(),
            values.Select(value => Encoding.UTF8.GetBytes(value.Value)).ToArray())).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<RelationshipRow>> ReadRelationshipsOfAsync(
        IReadOnlyCollection<string> entityGuids, CancellationToken cancellationToken) =>
        await QueryKeysAsync(Sql.SelectRelationshipsOf, entityGuids, Sql.ReadRelationship, cancellationToken).ConfigureAwait(false);

    public async ValueTask<IReadOnlyDictionary<string, RelationshipRow>> ReadRelationshipsAsync(
        IReadOnlyCollection<string> guids, CancellationToken cancellationToken) =>
        (await QueryKeysAsync(Sql.SelectRelationships, guids, Sql.ReadRelationship, cancellationToken).ConfigureAwait(false)).ToDictionary(row => row.Guid);

    public ValueTask<IReadOnlySet<string>> EntityTypesInUseAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        NamesAsync(Sql.EntityTypesInUse, typeNames, cancellationToken);

    public ValueTask<IReadOnlySet<string>> RelationshipTypesInUseAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        NamesAsync(Sql.RelationshipTypesInUse, typeNames, cancellationToken);

    public ValueTask<IReadOnlySet<string>> TypesUsedByEntitiesAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        NamesAsync(Sql.TypesUsed, typeNames, cancellationToken);

    public async ValueTask<IReadOnlyList<EntityCount>> CountEntitiesAsync(CancellationToken cancellationToken) =>
        await QueryAsync(Sql.ReadCount, cancellationToken, Statement(Sql.CountEntities)).ConfigureAwait(false);

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

    private async ValueTask<IReadOnlySet<string>> NamesAsync(string sql, IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        (await QueryKeysAsync(sql, names, static row => row.GetString(0), cancellationToken).ConfigureAwait(false)).ToHashSet();
}
