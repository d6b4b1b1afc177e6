using AtlasHa.Catalog.Storage.Imports;
using Npgsql;
using static AtlasHa.Storage.Postgres.PostgresSession;

namespace AtlasHa.Storage.Postgres;

/// <summary>The background imports of one transaction; changes go along with the next call that answers something, or with the commit.</summary>
/// <param name="session">The transaction's session; throws when it is over.</param>
/// <param name="onContact">Told of every answer.</param>
internal sealed class PostgresImports(Func<PostgresSession> session, Action onContact) : IImportReader, IImportWriter
{
    public async ValueTask<ImportRow?> FindAsync(string importId, CancellationToken cancellationToken) =>
        (await QueryAsync(ImportSql.Read, cancellationToken, Statement(ImportSql.Select, importId)).ConfigureAwait(false)).SingleOrDefault();

    public async ValueTask<ImportRow?> FindOldestAsync(ImportPhase phase, CancellationToken cancellationToken) =>
        (await QueryAsync(ImportSql.Read, cancellationToken, Statement(ImportSql.SelectOldest, (int)phase)).ConfigureAwait(false)).SingleOrDefault();

    public async ValueTask<IReadOnlyList<ImportRow>> ReadPhaseAsync(ImportPhase phase, CancellationToken cancellationToken) =>
        await QueryAsync(ImportSql.Read, cancellationToken, Statement(ImportSql.SelectPhase, (int)phase)).ConfigureAwait(false);

    public async ValueTask<byte[]?> FindProgressAsync(string importId, CancellationToken cancellationToken) => (await QueryAsync(
        static row => row.GetFieldValue<byte[]>(0), cancellationToken, Statement(ImportSql.SelectProgress, importId)).ConfigureAwait(false)).SingleOrDefault();

    public async ValueTask<IReadOnlyList<ImportRow>> ReadPageAsync(int offset, int limit, CancellationToken cancellationToken) =>
        await QueryAsync(ImportSql.Read, cancellationToken, Statement(ImportSql.SelectPage, offset, limit)).ConfigureAwait(false);

    public async ValueTask<ImportCounts> CountAsync(CancellationToken cancellationToken) => (await QueryAsync(
        static row => new ImportCounts(row.GetInt32(0), row.GetInt32(1)), cancellationToken, Statement(ImportSql.Count)).ConfigureAwait(false)).Single();

    public async ValueTask<bool> HasLeftoversAsync(CancellationToken cancellationToken) =>
        (await QueryAsync(static row => row.GetInt32(0), cancellationToken, Statement(ImportSql.SelectLeftover)).ConfigureAwait(false)).Count > 0;

    public async ValueTask<byte[]?> FindPartAsync(string importId, int number, CancellationToken cancellationToken) => (await QueryAsync(
        static row => row.GetFieldValue<byte[]>(0), cancellationToken, Statement(ImportSql.SelectPart, importId, number)).ConfigureAwait(false)).SingleOrDefault();

    public ValueTask PutAsync(ImportRow row, CancellationToken cancellationToken) =>
        DeferAsync(cancellationToken, Statement(ImportSql.Put, row.ImportId, (int)row.Phase, row.Document, row.Progress));

    public ValueTask PutProgressAsync(string importId, byte[] progress, CancellationToken cancellationToken) =>
        DeferAsync(cancellationToken, Statement(ImportSql.PutProgress, importId, progress));

    public ValueTask PutPartAsync(string importId, int number, byte[] content, CancellationToken cancellationToken) =>
        DeferAsync(cancellationToken, Statement(ImportSql.PutPart, importId, number, content));

    public ValueTask DeletePartAsync(string importId, int number, CancellationToken cancellationToken) =>
        DeferAsync(cancellationToken, Statement(ImportSql.DeletePart, importId, number));

    public ValueTask DeleteAsync(string importId, CancellationToken cancellationToken) => DeferAsync(cancellationToken, Statement(ImportSql.Delete, importId));

    public async ValueTask<int> DropPartsAsync(int atMost, CancellationToken cancellationToken) =>
        (await QueryAsync(static row => row.GetInt32(0), cancellationToken, Statement(ImportSql.DropParts, atMost)).ConfigureAwait(false)).Single();

    public ValueTask ForgetAsync(int keep, CancellationToken cancellationToken) => DeferAsync(cancellationToken, Statement(ImportSql.Forget, keep));

    private ValueTask DeferAsync(CancellationToken cancellationToken, params ReadOnlySpan<NpgsqlBatchCommand> statements)
    {
        cancellationToken.ThrowIfCancellationRequested();
        session().Defer(statements);
        return default;
    }

    private async Task<List<T>> QueryAsync<T>(Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlBatchCommand[] statements)
    {
        var found = await session().QueryAsync(read, cancellationToken, statements).ConfigureAwait(false);
        onContact();
        return found;
    }
}
