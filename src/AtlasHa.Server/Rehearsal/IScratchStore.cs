using AtlasHa.Catalog.Storage;

namespace AtlasHa.Server.Rehearsal;

/// <summary>Where the stores of a rehearsal keep their data, which goes with it.</summary>
internal interface IScratchStore : IAsyncDisposable
{
    ICatalogStore Open(ILoggerFactory loggers);
}
