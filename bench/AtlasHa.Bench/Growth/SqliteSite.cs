using Microsoft.Data.Sqlite;

namespace AtlasHa.Bench.Growth;

/// <summary>The embedded store, in the cluster's own folder.</summary>
internal sealed class SqliteSite : IStoreSite
{
    public string Name => "SQLite";

    public Task<IReadOnlyDictionary<string, string>> StartAsync() => Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());

    /// <summary>The size that the database has by its own account: a part of it may still be in the log only.</summary>
    public async Task<long> BytesAsync(string sqlitePath)
    {
        await using var connection = new SqliteConnection($"Data Source={sqlitePath};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var size = connection.CreateCommand();
        size.CommandText = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
        return (long)(await size.ExecuteScalarAsync())!;
    }

    public Task<double?> ReferenceAsync(TimeSpan length) => Task.FromResult<double?>(null);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
