namespace AtlasHa.Cli.Loading.Remote;

/// <summary>Copies what a list names from the source to the cluster, part by part.</summary>
internal sealed class SourceImporter(SourceAtlas source, PartSender sender, int partSize)
{
    private readonly EntitySender _entities = new(sender);
    private readonly SkippedRetry _retry = new(source, sender, partSize);

    /// <summary>Goes on where <paramref name="progress"/> says; <paramref name="report"/> hears how far it is.</summary>
    /// <exception cref="CliException">A server is away or refuses everything; what was done before is noted.</exception>
    public async Task RunAsync(SourceList list, ImportProgress progress, Action<string> report, CancellationToken cancellationToken)
    {
        list.Skip(progress.Done);
        while (list.Take(partSize) is { Count: > 0 } part)
        {
            var (skipped, leftOut) = await _entities.SendAsync(part, await source.ReadAsync(part, cancellationToken), together: false, cancellationToken);
            progress.Add(part.Count, skipped, leftOut);
            report($"{progress.Done} of {list.Count} entities");
        }

        await _retry.RunAsync(progress, report, cancellationToken);
    }
}
