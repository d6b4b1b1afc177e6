using AtlasHa.Cli.Http;
using AtlasHa.Cli.Loading;
using AtlasHa.Cli.Loading.Remote;

namespace AtlasHa.Cli.Commands;

/// <summary><c>import --from</c>: lists what the source has, in a file, and then copies it from there on.</summary>
internal sealed class ImportFromUrl(Terminal terminal, ImportSource source, string work)
{
    private const int EntitiesBetweenNotes = 10_000;

    public async Task<ImportTotals> RunAsync(AtlasHttp cluster, AtlasHttp from, int partSize, CancellationToken cancellationToken)
    {
        var atlas = new SourceAtlas(from, source.Name);
        // Asked first in every case: a source that is none, or a wrong password, is to be told before anything is done.
        var types = await atlas.ReadTypesAsync(cancellationToken);
        if (!File.Exists(work)) await ListAsync(atlas, types, cancellationToken);
        using var list = SourceList.Open(work, source.Name);
        var progress = ImportProgress.Read(work);
        if (progress.Done > 0) terminal.Note($"Going on after {progress.Done} of {list.Count} entities. Remove {work} to begin anew.");

        var sender = new PartSender(cluster, TimeProvider.System);
        if (!progress.TypesDone)
        {
            var (changed, refused) = await new SourceTypeImporter(sender).RunAsync(types, cancellationToken);
            progress.AddTypes(refused);
            terminal.Note($"types: {changed} created or updated, {refused.Count} refused; the others were there");
        }

        await new SourceImporter(atlas, sender, partSize).RunAsync(list, progress, terminal.Note, cancellationToken);
        // First the list: progress without its list is found to be of another one, a list without progress would begin anew.
        File.Delete(work);
        progress.Finish();
        return new ImportTotals(list.Count, progress);
    }

    private async Task ListAsync(SourceAtlas atlas, byte[] types, CancellationToken cancellationToken)
    {
        using var list = new SourceListWriter(work, source.Name);
        var lister = new SourceLister(atlas, await atlas.IsAtlasHaAsync(cancellationToken));
        var told = 0;
        foreach (var type in SourceTypes.InOrder(types))
        {
            await lister.ListAsync(type, list, cancellationToken);
            if (list.Count - told < EntitiesBetweenNotes) continue;
            told = list.Count;
            terminal.Note($"{told} entities listed");
        }

        list.Finish();
        terminal.Note($"{list.Count} entities in {source.Name}, listed in {work}");
    }
}
