using AtlasHa.Catalog.Storage;
using AtlasHa.Storage.Postgres;

namespace AtlasHa.Server.Rehearsal;

/// <summary>Makes the store of a rehearsal: of the same kind as the live one, where that can be done.</summary>
internal static partial class ScratchStores
{
    private const string Purpose = "rehearsal";

    public static async Task<IScratchStore> CreateAsync(ServerOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        if (options.Store.Provider != ServerOptions.StoreProvider.Postgres) return new SqliteScratch();
        try
        {
            var owner = $"{options.ClusterId}/{options.InstanceId}";
            return new PostgresScratch(await PostgresScratchSchema.CreateAsync(options.Store.Postgres.ConnectionString, Purpose, owner, cancellationToken));
        }
        catch (StoreUnavailableException refused)
        {
            LogOtherStore(logger, refused.Message);
            return new SqliteScratch();
        }
    }

    [LoggerMessage(1, LogLevel.Information, "The take-over is rehearsed on an embedded store, so that the first real one will be slower by some ten milliseconds: {Reason}. "
        + "A user of the database that may create schemas in it (GRANT CREATE ON DATABASE) is what helps")]
    private static partial void LogOtherStore(ILogger logger, string reason);
}
