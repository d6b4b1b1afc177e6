using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Tests.Classifications;

/// <summary>
/// What must have spread where, worked out from scratch each time: a classification is wherever a way leads from its source or from a point that
/// retains it. Points retain what had come to them over a relationship that ended with an entity's deletion.
/// </summary>
internal sealed class NaiveNetwork
{
    public List<Point> Points { get; } = [];

    public List<Edge> Edges { get; } = [];

    public Dictionary<Tag, Settings> Tags { get; } = [];

    public HashSet<(int Point, Tag Tag)> Retained { get; } = [];

    public IEnumerable<Edge> Active => Edges.Where(edge => edge.IsActive);

    public void Delete(int point)
    {
        var keep = Tags.Where(tag => !tag.Value.RemoveOnDelete && tag.Value.Propagate).ToDictionary(tag => tag.Key, tag => Reach(tag.Key));
        foreach (var (tag, reach) in keep)
        {
            foreach (var (from, to) in Ways(tag, edge => edge.A == point || edge.B == point).Where(way => reach.Contains(way.From) && way.To != tag.Source))
                Retained.Add((to, tag));
        }

        Points[point] = Points[point] with { IsAlive = false };
        foreach (var edge in Active.Where(edge => edge.A == point || edge.B == point))
            edge.IsActive = false;
    }

    /// <summary>Removes a deleted point for good: what has spread from it goes, what has spread over it stays.</summary>
    public void Purge(int point)
    {
        Points[point] = Points[point] with { IsGone = true };
        foreach (var tag in Tags.Keys.Where(tag => tag.Source == point).ToArray())
        {
            Withdraw(tag);
            Tags.Remove(tag);
        }
    }

    /// <summary>Forgets what is left of a tag that was removed, or does not spread any more.</summary>
    public void Withdraw(Tag tag) => Retained.RemoveWhere(item => item.Tag == tag);

    /// <summary>What each point has, its own included.</summary>
    public HashSet<Tag> Of(int point) =>
        [.. Tags.Keys.Where(tag => tag.Source == point || (tag.Type == 0 || !Points[point].IsGate) && Reach(tag).Contains(point))];

    private HashSet<int> Reach(Tag tag)
    {
        HashSet<int> reached = [tag.Source, .. Retained.Where(item => item.Tag == tag).Select(item => item.Point)];
        if (!Tags[tag].Propagate)
            return [tag.Source];
        while (Ways(tag, _ => true).Where(way => reached.Contains(way.From) && !reached.Contains(way.To)).ToArray() is { Length: > 0 } more)
            reached.UnionWith(more.Select(way => way.To));
        return reached;
    }

    private IEnumerable<(int From, int To)> Ways(Tag tag, Func<Edge, bool> which)
    {
        foreach (var edge in Active.Where(which).Where(edge => !edge.Blocked.Contains(tag)))
        {
            if (edge.Direction is PropagateTags.OneToTwo or PropagateTags.Both)
                yield return (edge.A, edge.B);
            if (edge.Direction is PropagateTags.TwoToOne or PropagateTags.Both)
                yield return (edge.B, edge.A);
        }
    }

    public sealed record Point(string Guid, bool IsGate, bool IsAlive = true, bool IsGone = false);

    /// <param name="Type">Index into <see cref="NetworkModel.Tags"/>.</param>
    public sealed record Tag(int Type, int Source);

    public sealed record Settings(bool Propagate, bool RemoveOnDelete);

    public sealed class Edge(int link, int a, int b)
    {
        public int Link { get; } = link;

        public int A { get; } = a;

        public int B { get; } = b;

        public PropagateTags Direction { get; set; } = (PropagateTags)link;

        public HashSet<Tag> Blocked { get; } = [];

        public bool IsActive { get; set; } = true;
    }
}
