namespace AtlasHa.Cli.Loading.Remote;

/// <summary>
/// Copies what a list names from the source to the cluster, part by part. What the cluster does not take is tried again when all else is there, until nothing more is taken:
/// it may have needed what came later.
/// </summary>
internal sealed class SourceImporter(SourceAtlas source, PartSender sender, int partSize)
{
    /// <summary>Goes on where <paramref name="progress"/> says; <paramref name="report"/> hears how far it is.</summary>
    /// <exception cref="CliException">A server is away or refuses everything; what was done before is noted.</exception>
    public async Task RunAsync(SourceList list, ImportProgress progress, Action<string> report, CancellationToken cancellationToken)
    {
        list.Skip(progress.Done);
        while (list.Take(partSize) is { Count: > 0 } part)
        {
            var (skipped, leftOut) = await CopyAsync(part, together: false, cancellationToken);
            progress.Add(part.Count, skipped, leftOut);
            report($"{progress.Done} of {list.Count} entities");
        }

        while (progress.Skipped.Count > 0)
        {
            var before = progress.Skipped.Count;
            report($"{before} that were skipped are tried again");
            await RetryAsync(progress, cancellationToken);
            if (progress.Skipped.Count >= before) return;
        }
    }

    private async Task RetryAsync(ImportProgress progress, CancellationToken cancellationToken)
    {
        List<SkippedEntity> still = [];
        var leftOut = 0;
        foreach (var some in progress.Skipped.Chunk(partSize))
        {
            var answer = await CopyAsync([.. some.Select(skipped => new ListedEntity(skipped.Guid!, skipped.TypeName ?? ""))], together: true, cancellationToken);
            still.AddRange(answer.Skipped);
            leftOut += answer.LeftOut;
        }

        progress.Retried(still, leftOut);
    }

    private async Task<(IReadOnlyList<SkippedEntity> Skipped, int LeftOut)> CopyAsync(
        IReadOnlyList<ListedEntity> wanted, bool together, CancellationToken cancellationToken)
    {
        var read = await source.ReadAsync(wanted, cancellationToken);
        ListedEntity[] there = [.. wanted.Where(entity => read.ByGuid.ContainsKey(entity.Guid))];
        var skipped = there.Length == 0 ? [] : await SendAsync(there, read, together, cancellationToken);
        // Who is neither there nor named as unreadable has gone, or is deleted.
        return ([.. read.Unreadable, .. skipped], wanted.Count - there.Length - read.Unreadable.Count);
    }

    private async Task<IReadOnlyList<SkippedEntity>> SendAsync(
        IReadOnlyList<ListedEntity> entities, SourceEntities read, bool together, CancellationToken cancellationToken)
    {
        var answer = await sender.SendAsync(ImportPart.OfEntities([.. entities.Select(entity => entity.Guid)], read.ByGuid, together), cancellationToken);
        if (answer.Refusal is not { } refusal) return answer.Skipped;
        if (!answer.IsOfContent) throw new CliException($"the cluster refused a part: {refusal}");
        if (entities is [var single]) return [new SkippedEntity(single.Guid, single.TypeName, refusal)];

        // Something in the part cannot even be read; the others are not to suffer from it.
        List<SkippedEntity> skipped = [];
        foreach (var entity in entities) skipped.AddRange(await SendAsync([entity], read, together, cancellationToken));
        return skipped;
    }
}
