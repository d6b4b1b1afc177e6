using AtlasHa.Catalog.Storage;

namespace AtlasHa.Storage.Tests.Processes;

/// <summary>A database that several processes write, this one among them.</summary>
public interface IRaceDatabase : IAsyncDisposable
{
    /// <summary>True when fencing kills the process that is in the way, false when it ends its database session.</summary>
    bool FencingKills { get; }

    /// <summary>What the stores opened here have logged of their fencing.</summary>
    IReadOnlyList<string> Fencings { get; }

    /// <summary>Starts AtlasHa.Storage.RaceWriter, which says what its modes are.</summary>
    WriterProcess StartWriter(string mode, long? epoch = null);

    ICatalogStore Open(TimeSpan fenceAfter);

    /// <summary>Epoch and number of every entity, in the order of their creation, past the store.</summary>
    Task<IReadOnlyList<(long Epoch, long Number)>> WrittenAsync();
}
