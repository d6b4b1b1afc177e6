using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Classifications;

/// <summary>Along which relationships, and in which direction, classifications spread.</summary>
internal sealed class PropagationEdges(EntityGraph graph, TypeRegistry types)
{
    /// <summary>Where the tag goes from an entity whose relationships are loaded.</summary>
    public IEnumerable<Holding> From(Holding holding) => graph.RelationshipsOf(holding.Guid)
        .Where(relationship => Passes(relationship, holding.Guid, holding.Tag))
        .Select(relationship => holding with { Guid = relationship.OtherEnd(holding.Guid) });

    /// <summary>From where the tag can come to an entity whose relationships are loaded.</summary>
    public IEnumerable<Holding> Into(Holding holding) => graph.RelationshipsOf(holding.Guid)
        .Where(relationship => Passes(relationship, relationship.OtherEnd(holding.Guid), holding.Tag))
        .Select(relationship => holding with { Guid = relationship.OtherEnd(holding.Guid) });

    /// <summary>True when the relationship passes anything on at all.</summary>
    public bool IsOpen(StoredRelationship? relationship) =>
        relationship is { IsActive: true } && Direction(relationship) != PropagateTags.None;

    /// <summary>True when the relationship takes the tag from this end to the other one.</summary>
    public bool Passes(StoredRelationship? relationship, string from, ClassificationTag tag) =>
        IsOpen(relationship) && LeadsFrom(relationship!, from) && !Blocks(relationship!, tag);

    private bool LeadsFrom(StoredRelationship relationship, string from) => Direction(relationship) switch
    {
        PropagateTags.Both => true,
        PropagateTags.OneToTwo => relationship.End1Guid == from,
        PropagateTags.TwoToOne => relationship.End2Guid == from,
        _ => false,
    };

    private PropagateTags Direction(StoredRelationship relationship) => relationship.Propagation(types);

    private static bool Blocks(StoredRelationship relationship, ClassificationTag tag) =>
        relationship.Document.BlockedPropagatedClassifications is { } blocked
        && blocked.Exists(classification => classification.TypeName == tag.TypeName && classification.EntityGuid == tag.SourceGuid);
}
