using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Relationships;

/// <summary>The classifications at the ends of a relationship that spread over it, and those that would if they were not blocked.</summary>
internal sealed class SpreadingClassifications
{
    private readonly List<AtlasClassification> _all;
    private readonly HashSet<(string?, string?)> _blocked;

    private SpreadingClassifications(List<AtlasClassification> all, IEnumerable<AtlasClassification> blocked)
    {
        _all = all;
        _blocked = [.. blocked.Select(Name)];
    }

    public List<AtlasClassification> Free => [.. _all.Where(classification => !_blocked.Contains(Name(classification)))];

    public List<AtlasClassification> Blocked => [.. _all.Where(classification => _blocked.Contains(Name(classification)))];

    /// <param name="graph">Has the classifications of both ends.</param>
    public static SpreadingClassifications Over(StoredRelationship relationship, EntityGraph graph, TypeRegistry types)
    {
        PropagateTags tags = relationship.Propagation(types);
        var all = new List<AtlasClassification>();
        if (tags is PropagateTags.OneToTwo or PropagateTags.Both)
            all.AddRange(At(relationship.End1Guid, graph));
        if (tags is PropagateTags.TwoToOne or PropagateTags.Both)
            all.AddRange(At(relationship.End2Guid, graph));
        return new SpreadingClassifications([.. all.DistinctBy(Name)], relationship.Document.BlockedPropagatedClassifications ?? []);
    }

    /// <summary>The stored form of those among the given ones that spread here; null when there are none.</summary>
    public List<AtlasClassification>? Named(IEnumerable<AtlasClassification> given)
    {
        List<AtlasClassification> known = [.. given.Select(Name).Intersect(_all.Select(Name))
            .Select(name => new AtlasClassification { TypeName = name.Item1, EntityGuid = name.Item2 })];
        return known.Count == 0 ? null : known;
    }

    private static (string?, string?) Name(AtlasClassification classification) => (classification.TypeName, classification.EntityGuid);

    // Also what only passes the entity on its way: it goes over the relationship, and can be blocked there.
    private static IEnumerable<AtlasClassification> At(string guid, EntityGraph graph) => graph.Classifications.Of(guid)
        .Where(graph.Classifications.Spreads)
        .OrderByDescending(row => row.IsDirect)
        .ThenBy(row => row.TypeName, StringComparer.Ordinal)
        .ThenBy(row => row.SourceGuid, StringComparer.Ordinal)
        .Select(row => graph.Classifications.Get(row.Tag));
}
