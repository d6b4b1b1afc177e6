using AtlasHa.Catalog.Storage;
using AtlasHa.Storage.Postgres;
using AtlasHa.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace AtlasHa.Server.Hosting;

internal static class StoreHosting
{
    public static void AddStore(this WebApplicationBuilder builder, ServerOptions options)
    {
        if (options.Store.Provider == ServerOptions.StoreProvider.Postgres)
        {
            builder.Services.AddSingleton<ICatalogStore>(services => new PostgresCatalogStore(
                new PostgresStoreOptions { ConnectionString = options.Store.Postgres.ConnectionString },
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<ILogger<PostgresCatalogStore>>()));
            return;
        }
        builder.Services.AddOptions<SqliteStoreOptions>()
            .Configure(store => store.Path = Path.GetFullPath(options.Store.Sqlite.Path))
            .ValidateOnStart();
        builder.Services.AddSingleton<ICatalogStore>(services => new SqliteCatalogStore(
            services.GetRequiredService<IOptions<SqliteStoreOptions>>().Value,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<SqliteCatalogStore>>()));
    }
}
