using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Classifications;

/// <summary>
/// Keeps what has spread from each classification equal to what relationships let through: an entity has it when there is a way from its source,
/// or from an entity that retains it. Changes are made in <see cref="EntityGraph.Classifications"/> and saved with them. Work is done level by
/// level, each with a fixed number of statements, and touches only what the change can reach.
/// </summary>
/// <param name="graph">Sees the relationships as they are after the change, also when it reads them from the store.</param>
internal sealed class ClassificationPropagation(EntityGraph graph, TypeRegistry types)
{
    private readonly PropagationEdges _edges = new(graph, types);
    private readonly LostWays _lostWays = new(graph, types);

    private ClassificationTable Table => graph.Classifications;

    /// <summary>
    /// Follows changes of relationships: creation, deletion, another direction, blocked classifications. <see cref="EntityChanges.SaveAsync"/> calls
    /// it for those that went through it.
    /// </summary>
    /// <param name="changes">Relationships that changed, already saved; each at most once.</param>
    /// <param name="deleted">
    /// Entities whose deletion ended some of them: what had spread over those stays, unless the classification is to be removed on deletion. Those
    /// that are not in the graph any more lose nothing: their classifications go with them.
    /// </param>
    public async ValueTask FollowAsync(
        IEnumerable<RelationshipChange> changes, IReadOnlySet<string> deleted, CancellationToken cancellationToken)
    {
        RelationshipChange[] open = [.. changes.Where(change => _edges.IsOpen(change.Before) || _edges.IsOpen(change.After))];
        await Table.LoadAsync(open.SelectMany(change => new[] { change.After.End1Guid, change.After.End2Guid }), cancellationToken).ConfigureAwait(false);

        var gained = new HashSet<Holding>();
        var lost = new HashSet<Holding>();
        var retained = new HashSet<Holding>();
        foreach (RelationshipChange change in open)
        {
            bool byDeletion = deleted.Contains(change.After.End1Guid) || deleted.Contains(change.After.End2Guid);
            foreach (string from in new[] { change.After.End1Guid, change.After.End2Guid })
            {
                foreach (ClassificationRow row in Table.Of(from).Where(Table.Spreads))
                {
                    var other = new Holding(change.After.OtherEnd(from), row.Tag);
                    if (graph.IsGone(other.Guid))
                        continue;
                    switch (_edges.Passes(change.Before, from, row.Tag), _edges.Passes(change.After, from, row.Tag))
                    {
                        case (false, true):
                            gained.Add(other);
                            break;
                        case (true, false):
                            (byDeletion && Table.Get(row.Tag).RemovePropagationsOnEntityDelete != true ? retained : lost).Add(other);
                            break;
                    }
                }
            }
        }

        foreach (ClassificationRow row in retained.Select(Table.Find).OfType<ClassificationRow>().Where(row => !row.IsDirect))
            Table.Put(row with { IsRetained = true });
        await _lostWays.WithdrawAsync(lost, cancellationToken).ConfigureAwait(false);
        await ArriveAsync(gained, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Spreads classifications that were put on their entities, or are to spread from now on.</summary>
    public async ValueTask SpreadAsync(IEnumerable<ClassificationTag> tags, CancellationToken cancellationToken)
    {
        Holding[] sources = [.. tags.Where(tag => Table.Get(tag).Propagate != false).Select(tag => new Holding(tag.SourceGuid, tag))];
        await ArriveAsync(await NextAsync(sources, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes back whatever has spread of classifications that were removed, or are not to spread any more.</summary>
    public async ValueTask WithdrawAsync(IReadOnlyCollection<ClassificationTag> tags, CancellationToken cancellationToken)
    {
        await Table.LoadSpreadAsync(tags, cancellationToken).ConfigureAwait(false);
        foreach (ClassificationRow row in tags.SelectMany(Table.SpreadOf))
            Table.Remove(row);
    }

    private async ValueTask ArriveAsync(IReadOnlyCollection<Holding> arrivals, CancellationToken cancellationToken)
    {
        IReadOnlyCollection<Holding> level = arrivals;
        while (level.Count > 0)
        {
            await Table.LoadRowsAsync(level.Select(holding => holding.Guid), cancellationToken).ConfigureAwait(false);
            Holding[] reached = [.. level.Where(holding => Table.Find(holding) is null)];
            await graph.LoadEntitiesAsync(reached.Where(IsRestricted).Select(holding => holding.Guid), cancellationToken).ConfigureAwait(false);
            foreach (Holding holding in reached)
                Table.Put(new ClassificationRow(holding.Guid, holding.Tag.TypeName, holding.Tag.SourceGuid) { IsPassage = !CanHave(holding) });
            level = await NextAsync(reached, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<IReadOnlyCollection<Holding>> NextAsync(IReadOnlyCollection<Holding> level, CancellationToken cancellationToken)
    {
        await graph.LoadEdgesAsync(level.Select(holding => holding.Guid), cancellationToken).ConfigureAwait(false);
        return level.SelectMany(_edges.From).ToHashSet();
    }

    private bool IsRestricted(Holding holding) => types.GetClassificationType(holding.Tag.TypeName).EntityTypes is not null;

    // Entities of other types pass a restricted classification on: it has to get from table to table through the process between them.
    private bool CanHave(Holding holding) => !IsRestricted(holding)
        || types.GetClassificationType(holding.Tag.TypeName).CanApplyTo(types.GetEntityType(graph.Get(holding.Guid).TypeName));
}
