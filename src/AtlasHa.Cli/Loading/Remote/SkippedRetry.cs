using System.Text.Json;

namespace AtlasHa.Cli.Loading.Remote;

/// <summary>
/// Sends what the cluster did not take again when all else is there, until nothing more is taken: it may have needed what came later, or others that needed it.
/// </summary>
internal sealed class SkippedRetry(IEntityReader source, PartSender sender, int partSize)
{
    /// <summary>How many entities beside a part are kept in memory, because those of the part need them.</summary>
    private const int MaxReferenced = 1000;

    private readonly EntitySender _entities = new(sender);

    /// <summary>Leaves in <paramref name="progress"/> what is skipped for good.</summary>
    /// <exception cref="CliException">A server is away or refuses everything.</exception>
    public async Task RunAsync(ImportProgress progress, Action<string> report, CancellationToken cancellationToken)
    {
        while (progress.Skipped.Count > 0)
        {
            var before = progress.Skipped.Count;
            report($"{before} that were skipped are tried again");
            await TryAgainAsync(progress, cancellationToken);
            if (progress.Skipped.Count >= before) return;
        }
    }

    private async Task TryAgainAsync(ImportProgress progress, CancellationToken cancellationToken)
    {
        Dictionary<string, ListedEntity> waiting = progress.Skipped.Select(skipped => new ListedEntity(skipped.Guid!, skipped.TypeName ?? ""))
            .DistinctBy(entity => entity.Guid).ToDictionary(entity => entity.Guid);
        List<SkippedEntity> still = [];
        var leftOut = 0;
        foreach (var some in waiting.Values.Chunk(partSize))
        {
            var read = await source.ReadAsync(some, cancellationToken);
            await AddReferencedAsync(read, waiting, cancellationToken);
            var answer = await _entities.SendAsync(some, read, together: true, cancellationToken);
            still.AddRange(answer.Skipped);
            leftOut += answer.LeftOut;
        }

        progress.Retried(still, leftOut);
    }

    // Entities that need each other must come in one step, and may be far apart in the list.
    private async Task AddReferencedAsync(SourceEntities read, Dictionary<string, ListedEntity> waiting, CancellationToken cancellationToken)
    {
        HashSet<string> asked = [.. read.ByGuid.Keys];
        IReadOnlyCollection<JsonElement> last = [.. read.ByGuid.Values];
        while (last.Count > 0 && asked.Count < partSize + MaxReferenced)
        {
            ListedEntity[] referenced = [.. last.SelectMany(References.In).Distinct().Where(waiting.ContainsKey).Where(asked.Add).Take(MaxReferenced).Select(guid => waiting[guid])];
            var more = await source.ReadAsync(referenced, cancellationToken);
            last = [.. more.ByGuid.Values];
            read.Add(more);
        }
    }
}
