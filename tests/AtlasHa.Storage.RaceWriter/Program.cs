using AtlasHa.Catalog.Storage;
using AtlasHa.Storage.Postgres;
using AtlasHa.Storage.RaceWriter;
using AtlasHa.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

// A writer in a process of its own, for tests that race, stop and kill it. It says on standard output what it has done, one word and
// its argument per line, and ends when its standard input does. PROVIDER is sqlite or postgres, DATABASE a path or a connection string.
//   write PROVIDER DATABASE EPOCH    claims the epoch, then writes numbered entities until it is superseded
//   stall PROVIDER DATABASE EPOCH    claims the epoch, writes one entity, then holds a write transaction open and commits it at the end of its input
//   hold sqlite DATABASE [EPOCH]     claims the epoch, if any; on the first line of input takes the file's write lock without asking the store
var (mode, provider, database) = (args[0], args[1], args[2]);
long? epoch = args.Length > 3 ? long.Parse(args[3], null) : null;
var (busyTimeout, fenceAfter) = (TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(30));
await using ICatalogStore store = provider switch
{
    "sqlite" => new SqliteCatalogStore(
        new SqliteStoreOptions { Path = database, BusyTimeout = busyTimeout, FenceAfter = fenceAfter },
        TimeProvider.System, NullLogger<SqliteCatalogStore>.Instance),
    "postgres" => new PostgresCatalogStore(
        new PostgresStoreOptions { ConnectionString = database, BusyTimeout = busyTimeout, FenceAfter = fenceAfter },
        TimeProvider.System, NullLogger<PostgresCatalogStore>.Instance),
    _ => throw new ArgumentException($"unknown provider '{provider}'"),
};
if (epoch is { } claimed)
{
    await store.InitializeAsync(CancellationToken.None);
    if (!await store.TryClaimEpochAsync(claimed, $"process-{Environment.ProcessId}", CancellationToken.None))
    {
        Report.Say("refused", claimed);
        return 2;
    }
    Report.Say("claimed", claimed);
}

var writer = new NumberedWriter(store, epoch ?? 0);
switch (mode)
{
    case "write":
        _ = Task.Run(() =>
        {
            while (Console.In.ReadLine() is not null)
                continue;
            Environment.Exit(0);
        });
        await writer.WriteUntilSupersededAsync();
        return 3;
    case "stall":
        await writer.StallAsync();
        return 0;
    case "hold":
        LockHolder.HoldUntilInputEnds(database);
        return 0;
    default:
        await Console.Error.WriteLineAsync($"unknown mode '{mode}'");
        return 64;
}
