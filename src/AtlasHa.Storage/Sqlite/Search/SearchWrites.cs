using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Storage.Sqlite.Search;

/// <summary>
/// Writes of one transaction to the search index. Words are kept back to its end: FTS5 writes what it has gathered to the file at every savepoint,
/// which would be one small segment for each request instead of one for the group. A search in the transaction does not see them.
/// </summary>
internal sealed class SearchWrites(SqliteSession session)
{
    private readonly List<PendingWords> _words = [];
    private int _atSavepoint;

    public void Set(SearchRow row)
    {
        var id = IdOf(row.Guid);
        HashSet<SearchValue> held = [];
        if (!row.IsNew)
            session.Query(SearchSql.ValuesOf, held, static (found, set) => set.Add(new SearchValue(found.GetInt64(0), found.GetFieldValue<byte[]>(1))), id);
        var wanted = row.Values.ToHashSet();
        foreach (var gone in held.Except(wanted))
            session.Execute(SearchSql.DeleteValue, id, gone.Partition, gone.Value);
        foreach (var added in wanted.Except(held))
            session.Execute(SearchSql.InsertValue, id, added.Partition, added.Value);
        if (row.Words is not null)
            _words.Add(new PendingWords(id, row.IsNew, row.Words));
    }

    public void Savepoint() => _atSavepoint = _words.Count;

    public void Rollback() => _words.RemoveRange(_atSavepoint, _words.Count - _atSavepoint);

    /// <summary>Writes the words that were kept back.</summary>
    public void Flush()
    {
        foreach (var entity in _words.GroupBy(pending => pending.Id))
        {
            if (!entity.First().IsNew)
                session.Execute(SearchSql.DeleteWords, entity.Key);
            // It may have been purged since.
            if (entity.Last().Words is { Length: > 0 } words && Exists(entity.Key))
                session.Execute(SearchSql.InsertWords, entity.Key, words);
        }
        _words.Clear();
        _atSavepoint = 0;
    }

    private long IdOf(string guid)
    {
        List<long> ids = [];
        session.Query(SearchSql.EntityId, ids, static (row, list) => list.Add(row.GetInt64(0)), guid);
        return ids is [var id] ? id : throw new ArgumentException($"entity {guid} is not in the store", nameof(guid));
    }

    private bool Exists(long id)
    {
        List<long> ids = [];
        session.Query(SearchSql.EntityExists, ids, static (row, list) => list.Add(row.GetInt64(0)), id);
        return ids.Count > 0;
    }

    private sealed record PendingWords(long Id, bool IsNew, string Words);
}
