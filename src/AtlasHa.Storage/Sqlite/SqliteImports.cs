using AtlasHa.Catalog.Storage.Imports;
using Microsoft.Data.Sqlite;

namespace AtlasHa.Storage.Sqlite;

/// <summary>The background imports of one transaction. Everything completes synchronously.</summary>
/// <param name="session">The transaction's session; throws when it is over.</param>
internal sealed class SqliteImports(Func<SqliteSession> session) : IImportReader, IImportWriter
{
    public ValueTask<ImportRow?> FindAsync(string importId, CancellationToken cancellationToken) =>
        new(Query(ImportSql.Select, ImportSql.Read, cancellationToken, importId).SingleOrDefault());

    public ValueTask<ImportRow?> FindOldestAsync(ImportPhase phase, CancellationToken cancellationToken) =>
        new(Query(ImportSql.SelectOldest, ImportSql.Read, cancellationToken, (int)phase).SingleOrDefault());

    public ValueTask<IReadOnlyList<ImportRow>> ReadPhaseAsync(ImportPhase phase, CancellationToken cancellationToken) =>
        new(Query(ImportSql.SelectPhase, ImportSql.Read, cancellationToken, (int)phase));

    public ValueTask<byte[]?> FindProgressAsync(string importId, CancellationToken cancellationToken) =>
        new(Query(ImportSql.SelectProgress, static row => row.GetFieldValue<byte[]>(0), cancellationToken, importId).SingleOrDefault());

    public ValueTask<IReadOnlyList<ImportRow>> ReadPageAsync(int offset, int limit, CancellationToken cancellationToken) =>
        new(Query(ImportSql.SelectPage, ImportSql.Read, cancellationToken, offset, limit));

    public ValueTask<ImportCounts> CountAsync(CancellationToken cancellationToken) =>
        new(Query(ImportSql.Count, static row => new ImportCounts(row.GetInt32(0), row.GetInt32(1)), cancellationToken).Single());

    public ValueTask<bool> HasLeftoversAsync(CancellationToken cancellationToken) =>
        new(Query(ImportSql.SelectLeftover, static row => row.GetInt32(0), cancellationToken).Count > 0);

    public ValueTask<byte[]?> FindPartAsync(string importId, int number, CancellationToken cancellationToken) =>
        new(Query(ImportSql.SelectPart, static row => row.GetFieldValue<byte[]>(0), cancellationToken, importId, number).SingleOrDefault());

    public ValueTask PutAsync(ImportRow row, CancellationToken cancellationToken)
    {
        Execute(ImportSql.Put, cancellationToken, row.ImportId, (int)row.Phase, row.Document, row.Progress);
        return default;
    }

    public ValueTask PutProgressAsync(string importId, byte[] progress, CancellationToken cancellationToken)
    {
        Execute(ImportSql.PutProgress, cancellationToken, importId, progress);
        return default;
    }

    public ValueTask PutPartAsync(string importId, int number, byte[] content, CancellationToken cancellationToken)
    {
        Execute(ImportSql.PutPart, cancellationToken, importId, number, content);
        return default;
    }

    public ValueTask DeletePartAsync(string importId, int number, CancellationToken cancellationToken)
    {
        Execute(ImportSql.DeletePart, cancellationToken, importId, number);
        return default;
    }

    public ValueTask DeleteAsync(string importId, CancellationToken cancellationToken)
    {
        Execute(ImportSql.Delete, cancellationToken, importId);
        return default;
    }

    public ValueTask<int> DropPartsAsync(int atMost, CancellationToken cancellationToken) => new(Execute(ImportSql.DropParts, cancellationToken, atMost));

    public ValueTask ForgetAsync(int keep, CancellationToken cancellationToken)
    {
        Execute(ImportSql.Forget, cancellationToken, keep);
        return default;
    }

    private int Execute(string sql, CancellationToken cancellationToken, params ReadOnlySpan<object?> parameters)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return session().Execute(sql, parameters);
    }

    private List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, CancellationToken cancellationToken, params ReadOnlySpan<object?> parameters)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<T> found = [];
        session().Query(sql, (found, read), static (row, state) => state.found.Add(state.read(row)), parameters);
        return found;
    }
}
