using AtlasHa.Catalog.Storage;
using AtlasHa.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace AtlasHa.Server.Hosting;

internal static class StoreHosting
{
    public static void AddStore(this WebApplicationBuilder builder, ServerOptions options)
    {
        builder.Services.AddOptions<SqliteStoreOptions>()
            .Configure(store => (store.Path, store.MinFreeBytes) = (Path.GetFullPath(options.Store.Sqlite.Path), options.Store.Sqlite.MinFreeBytes))
            .ValidateOnStart();
        builder.Services.AddSingleton<ICatalogStore>(services => new SqliteCatalogStore(
            services.GetRequiredService<IOptions<SqliteStoreOptions>>().Value,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<SqliteCatalogStore>>()));
    }
}
