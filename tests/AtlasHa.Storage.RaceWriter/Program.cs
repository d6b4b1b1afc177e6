using AtlasHa.Storage.RaceWriter;
using AtlasHa.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

// A writer in a process of its own, for tests that race, stop and kill it. It says on standard output what it has done, one word and
// its argument per line, and ends when its standard input does.
//   write DATABASE EPOCH    claims the epoch, then writes numbered entities until it is superseded
//   stall DATABASE EPOCH    claims the epoch, writes one entity, then holds a write transaction open
//   hold DATABASE [EPOCH]   claims the epoch, if any; on the first line of input takes the file's write lock without asking the store
var (mode, path) = (args[0], args[1]);
long? epoch = args.Length > 2 ? long.Parse(args[2], null) : null;
var options = new SqliteStoreOptions { Path = path, BusyTimeout = TimeSpan.FromSeconds(60), FenceAfter = TimeSpan.FromSeconds(30) };
await using var store = new SqliteCatalogStore(options, TimeProvider.System, NullLogger<SqliteCatalogStore>.Instance);
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
        LockHolder.HoldUntilInputEnds(path);
        return 0;
    default:
        await Console.Error.WriteLineAsync($"unknown mode '{mode}'");
        return 64;
}
