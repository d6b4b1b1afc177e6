using AtlasHa.Catalog.Storage;
using AtlasHa.Storage.Postgres;

namespace AtlasHa.Server.Rehearsal;

/// <summary>A schema of its own in the live database: what is to be rehearsed is the driver's and the server's first use too.</summary>
internal sealed class PostgresScratch(PostgresScratchSchema schema) : IScratchStore
{
    public ICatalogStore Open(ILoggerFactory loggers) => new PostgresCatalogStore(schema.Options, TimeProvider.System, loggers.CreateLogger<PostgresCatalogStore>());

    public ValueTask DisposeAsync() => schema.DisposeAsync();
}
