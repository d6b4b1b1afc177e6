using AtlasHa.Cli.Http;
using AtlasHa.Cli.Loading.Remote;

namespace AtlasHa.Cli.Loading;

/// <summary>Sends an export to the cluster in parts; each may be sent twice, as entities keep their guids.</summary>
internal sealed class ExportImporter(AtlasHttp http, int partSize, TimeProvider time)
{
    private readonly PartSender _sender = new(http, time);

    /// <summary>Goes on where <paramref name="progress"/> says; <paramref name="report"/> hears how far it is.</summary>
    /// <exception cref="CliException">A part was refused as a whole, or no instance took it; what was done before is noted.</exception>
    public async Task RunAsync(ExportArchive export, ImportProgress progress, Action<string> report, CancellationToken cancellationToken)
    {
        while (!progress.TypesDone || progress.Done < export.Guids.Count)
        {
            string[] guids = [.. export.Guids.Skip(progress.Done).Take(partSize)];
            var answer = await _sender.SendAsync(export.Part(guids, withTypes: !progress.TypesDone), cancellationToken);
            if (answer.Refusal is { } refusal) throw new CliException($"the cluster refused the part after entity {progress.Done}: {refusal}");
            progress.Add(guids.Length, answer.Skipped);
            report($"{progress.Done} of {export.Guids.Count} entities");
        }

        await new SkippedRetry(export, _sender, partSize).RunAsync(progress, report, cancellationToken);
    }
}
