namespace AtlasHa.Bench.Growth;

/// <summary>A store that a catalogue grows in, and what it takes on disk.</summary>
internal interface IStoreSite : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Starts what the instances need, and returns the settings by which they find it.</summary>
    Task<IReadOnlyDictionary<string, string>> StartAsync();

    /// <summary>Bytes of the database with its indexes, without its log.</summary>
    /// <param name="sqlitePath">Where the cluster's embedded store is.</param>
    Task<long> BytesAsync(string sqlitePath);

    /// <summary>What the store's own benchmark does per second on the same server; null when it has none.</summary>
    Task<double?> ReferenceAsync(TimeSpan length);
}
