using AtlasHa.Cli.Http;

namespace AtlasHa.Cli.Loading;

/// <summary>Loads files one after another, so that each may build on those before it.</summary>
internal sealed class FileLoader(AtlasHttp http, Action<string> report)
{
    public const string PatchesNote = "instances apply the patches of their own models folder (up --models, AtlasHa:Catalog:ModelsFolder)";

    private readonly TypeLoader _types = new(http);
    private readonly EntityLoader _entities = new(http);

    /// <summary>
    /// Loads the files; stops at the first that fails unless <paramref name="keepGoing"/>, and always when no instance serves.
    /// Failures are reported and counted. <paramref name="done"/> hears of every file that was dealt with.
    /// </summary>
    public async Task LoadAsync(IReadOnlyList<string> files, bool keepGoing, LoadSummary summary, Action done, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            try
            {
                await LoadAsync(file, summary, cancellationToken);
            }
            catch (Exception exception) when (exception is CliException or IOException or UnauthorizedAccessException)
            {
                summary.FilesFailed++;
                report($"atlas-ha: {file}: {exception.Message}");
                if (!keepGoing || exception is NoInstanceException) return;
            }

            done();
        }
    }

    private async Task LoadAsync(string file, LoadSummary summary, CancellationToken cancellationToken)
    {
        var document = LoadDocument.Parse(await File.ReadAllBytesAsync(file, cancellationToken));
        if (document.HasPatches)
        {
            summary.FilesSkipped++;
            report($"{file}: skipped; {PatchesNote}.");
            return;
        }

        if (document.HasTypes) await _types.LoadAsync(document.Root, summary, cancellationToken);
        if (document.HasEntities || document.HasEntity) await _entities.LoadAsync(document, summary, cancellationToken);
        summary.FilesLoaded++;
        report($"{file}: loaded.");
    }
}
