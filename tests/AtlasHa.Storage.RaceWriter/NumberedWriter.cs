using AtlasHa.Catalog.Storage;

namespace AtlasHa.Storage.RaceWriter;

/// <summary>Writes entities "EPOCH-1", "EPOCH-2", ... and reports each when its commit has returned.</summary>
internal sealed class NumberedWriter(ICatalogStore store, long epoch)
{
    public async Task WriteUntilSupersededAsync()
    {
        await using (var reader = await store.OpenReaderAsync(epoch, CancellationToken.None))
            Report.Say("found", (await reader.CountEntitiesAsync(CancellationToken.None)).Sum(count => count.Count));
        try
        {
            for (var number = 1L; ; number++)
            {
                await using var writer = await BeginAsync(number);
                await writer.CommitAsync(CancellationToken.None);
                Report.Say("written", number);
            }
        }
        catch (StaleEpochException stale)
        {
            Report.Say("superseded", stale.Current);
        }
    }

    public async Task StallAsync()
    {
        await using (var writer = await BeginAsync(1))
            await writer.CommitAsync(CancellationToken.None);
        Report.Say("written", 1);
        await using (await BeginAsync(2))
        {
            Report.Say("holding", 2);
            await Console.In.ReadToEndAsync();
        }
    }

    private async Task<ICatalogWriter> BeginAsync(long number)
    {
        var writer = await store.BeginWriteAsync(epoch, CancellationToken.None);
        await writer.PutEntitiesAsync(
            [new EntityRow($"{epoch}-{number}", "numbered", EntityRowStatus.Active, null, null, number, epoch, 0, [])], CancellationToken.None);
        return writer;
    }
}
