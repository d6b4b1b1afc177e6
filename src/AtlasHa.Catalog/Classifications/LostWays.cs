using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Classifications;

/// <summary>
/// Takes classifications back from where no way leads any more, without looking at what is out of the change's reach: first everything behind
/// the lost ways is doubted, then what can still be reached from outside is confirmed.
/// </summary>
internal sealed class LostWays(EntityGraph graph, TypeRegistry types)
{
    private readonly PropagationEdges _edges = new(graph, types);

    private ClassificationTable Table => graph.Classifications;

    /// <param name="ends">Where a way that is lost led to.</param>
    public async ValueTask WithdrawAsync(IEnumerable<Holding> ends, CancellationToken cancellationToken)
    {
        HashSet<Holding> doubted = await DoubtAsync(ends, cancellationToken).ConfigureAwait(false);
        await ConfirmAsync(doubted, cancellationToken).ConfigureAwait(false);
        foreach (Holding holding in doubted)
            Table.Remove(Table.Find(holding)!);
    }

    private async ValueTask<HashSet<Holding>> DoubtAsync(IEnumerable<Holding> ends, CancellationToken cancellationToken)
    {
        var doubted = new HashSet<Holding>();
        Holding[] level = [.. ends];
        while (level.Length > 0)
        {
            await Table.LoadRowsAsync(level.Select(holding => holding.Guid), cancellationToken).ConfigureAwait(false);
            level = [.. level.Where(holding => Table.Find(holding) is { IsDirect: false, IsRetained: false } && doubted.Add(holding))];
            await graph.LoadEdgesAsync(level.Select(holding => holding.Guid), cancellationToken).ConfigureAwait(false);
            level = [.. level.SelectMany(_edges.From).Distinct()];
        }

        return doubted;
    }

    private async ValueTask ConfirmAsync(HashSet<Holding> doubted, CancellationToken cancellationToken)
    {
        await Table.LoadRowsAsync(doubted.SelectMany(_edges.Into).Select(holding => holding.Guid), cancellationToken).ConfigureAwait(false);
        var confirmed = new Queue<Holding>(doubted.Where(holding => _edges.Into(holding).Any(from => !doubted.Contains(from) && Spreads(from))));
        while (confirmed.TryDequeue(out Holding holding))
        {
            if (!doubted.Remove(holding))
                continue;
            foreach (Holding next in _edges.From(holding))
                confirmed.Enqueue(next);
        }
    }

    private bool Spreads(Holding holding) => Table.Find(holding) is { } row && Table.Spreads(row);
}
