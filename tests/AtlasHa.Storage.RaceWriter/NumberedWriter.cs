using AtlasHa.Catalog.Storage;

namespace AtlasHa.Storage.RaceWriter;

/// <summary>
/// Writes entities "EPOCH-1", "EPOCH-2", ... and reports what became of each: <c>written</c> when its commit has returned, <c>unknown</c> when
/// the commit's answer was lost, <c>failed</c> when the store had failed before.
/// </summary>
internal sealed class NumberedWriter(ICatalogStore store, long epoch)
{
    public async Task WriteUntilSupersededAsync()
    {
        await using (var reader = await store.OpenReaderAsync(epoch, CancellationToken.None))
            Report.Say("found", (await reader.CountEntitiesAsync(CancellationToken.None)).Sum(count => count.Count));
        try
        {
            for (var number = 1L; ; number++)
                await WriteAsync(number, static () => Task.CompletedTask);
        }
        catch (StaleEpochException stale)
        {
            Report.Say("superseded", stale.Current);
        }
    }

    public async Task StallAsync()
    {
        await WriteAsync(1, static () => Task.CompletedTask);
        await WriteAsync(2, static () =>
        {
            Report.Say("holding", 2);
            return Console.In.ReadToEndAsync();
        });
    }

    private async Task WriteAsync(long number, Func<Task> beforeCommit)
    {
        try
        {
            await using var writer = await store.BeginWriteAsync(epoch, CancellationToken.None);
            await writer.PutEntitiesAsync(
                [new EntityRow($"{epoch}-{number}", "numbered", EntityRowStatus.Active, null, null, number, epoch, 0, [])], CancellationToken.None);
            await beforeCommit();
            await writer.CommitAsync(CancellationToken.None);
        }
        catch (StoreUnavailableException failure)
        {
            Report.Say(failure.OutcomeUnknown ? "unknown" : "failed", number);
            return;
        }
        Report.Say("written", number);
    }
}
