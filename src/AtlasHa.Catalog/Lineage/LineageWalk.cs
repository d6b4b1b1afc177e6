using AtlasHa.Catalog.Model.Lineage;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Lineage;

/// <summary>
/// Follows lineage breadth first, both ways at once: one round trip for the processes of a level of data sets and one for their far sides, however
/// many there are. A process belongs to the answer only when it has a far side. Used once.
/// </summary>
internal sealed class LineageWalk(ICatalogReader reader, ILineageLimits limits)
{
    private readonly LineageEdges _edges = new(reader);
    private readonly Dictionary<string, LineageRelation> _relations = [];

    /// <summary>The relations in the order in which they were met.</summary>
    /// <param name="start">The entity's guid.</param>
    /// <param name="isDataSet">Otherwise it is a process, whose own data sets are the first hop.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="depth">Hops from data set to data set; zero or less: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<IReadOnlyCollection<LineageRelation>> FollowAsync(
        string start, bool isDataSet, LineageDirection direction, int depth, CancellationToken cancellationToken)
    {
        List<Front> fronts = [];
        if (direction is LineageDirection.Input or LineageDirection.Both)
            fronts.Add(new Front(ToInputs: true));
        if (direction is LineageDirection.Output or LineageDirection.Both)
            fronts.Add(new Front(ToInputs: false));

        await _edges.ReadAsync([start], cancellationToken).ConfigureAwait(false);
        int hops = 0;
        foreach (Front front in fronts)
        {
            if (isDataSet)
                front.Reach(start);
            else
                TakeFarSide(start, near: null, front);
        }

        if (!isDataSet)
            hops++;
        for (; (depth <= 0 || hops < depth) && fronts.Exists(front => front.Next.Count > 0); hops++)
            await HopAsync(fronts, cancellationToken).ConfigureAwait(false);
        return _relations.Values;
    }

    private async ValueTask HopAsync(List<Front> fronts, CancellationToken cancellationToken)
    {
        List<(Front Front, List<string> DataSets)> level = [.. fronts.Select(front => (front, front.TakeNext()))];
        await _edges.ReadAsync(level.SelectMany(item => item.DataSets), cancellationToken).ConfigureAwait(false);

        List<(Front Front, RelationshipRow Near)> nears = [.. level.SelectMany(item => item.DataSets
            .SelectMany(dataSet => _edges.At(dataSet, atProcess: false, inputs: !item.Front.ToInputs))
            .Select(near => (item.Front, near)))];
        await _edges.ReadAsync(nears.Select(item => item.Near.End1Guid), cancellationToken).ConfigureAwait(false);

        foreach ((Front front, RelationshipRow near) in nears)
            TakeFarSide(near.End1Guid, near, front);
    }

    private void TakeFarSide(string process, RelationshipRow? near, Front front)
    {
        IReadOnlyList<RelationshipRow> far = _edges.At(process, atProcess: true, inputs: front.ToInputs);
        if (far.Count == 0 || (near is not null && !Take(near, isInput: !front.ToInputs)))
            return;

        foreach (RelationshipRow row in far)
        {
            if (Take(row, isInput: front.ToInputs))
                front.Reach(row.End2Guid);
        }
    }

    private bool Take(RelationshipRow row, bool isInput)
    {
        if (_relations.ContainsKey(row.Guid))
            return true;

        LineageRelation relation = isInput ? new(row.End2Guid, row.End1Guid, row.Guid) : new(row.End1Guid, row.End2Guid, row.Guid);
        return limits.Admits(relation) && _relations.TryAdd(row.Guid, relation);
    }

    /// <summary>The data sets that were reached in one direction.</summary>
    private sealed record Front(bool ToInputs)
    {
        private readonly HashSet<string> _reached = [];

        public List<string> Next { get; private set; } = [];

        public void Reach(string dataSet)
        {
            if (_reached.Add(dataSet))
                Next.Add(dataSet);
        }

        public List<string> TakeNext()
        {
            List<string> taken = Next;
            Next = [];
            return taken;
        }
    }
}
