using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Relationships;

/// <summary>Makes the wire form of relationships whose ends are in the graph.</summary>
internal sealed class RelationshipAssembler(EntityGraph graph, TypeRegistry types)
{
    public async ValueTask<AtlasRelationship> AssembleAsync(StoredRelationship relationship, CancellationToken cancellationToken)
    {
        await graph.Classifications.LoadAsync([relationship.End1Guid, relationship.End2Guid], cancellationToken).ConfigureAwait(false);
        RelationshipType type = types.GetRelationshipType(relationship.TypeName);
        (string first, string second) = relationship.Ends;
        PropagateTags propagation = relationship.Propagation(types);
        var classifications = SpreadingClassifications.Over(relationship, graph, types);
        return new AtlasRelationship
        {
            TypeName = relationship.TypeName,
            Attributes = relationship.Document.Attributes ?? [],
            Guid = relationship.Guid,
            HomeId = relationship.Document.HomeId,
            ProvenanceType = relationship.Document.ProvenanceType ?? 0,
            End1 = End(first),
            End2 = End(second),
            Label = type.Label,
            PropagateTags = relationship.IsReversed ? PropagationRules.Reverse(propagation) : propagation,
            Status = relationship.WireStatus,
            CreatedBy = relationship.CreatedBy,
            UpdatedBy = relationship.UpdatedBy,
            CreateTime = relationship.CreateTime,
            UpdateTime = relationship.UpdateTime,
            Version = relationship.Version,
            PropagatedClassifications = classifications.Free,
            BlockedPropagatedClassifications = classifications.Blocked,
        };
    }

    /// <summary>The short form, which says nothing of classifications.</summary>
    public AtlasRelationshipHeader Header(StoredRelationship relationship)
    {
        (string first, string second) = relationship.Ends;
        PropagateTags propagation = relationship.Propagation(types);
        return new AtlasRelationshipHeader
        {
            TypeName = relationship.TypeName,
            Attributes = relationship.Document.Attributes ?? [],
            Guid = relationship.Guid,
            Status = relationship.WireStatus,
            PropagateTags = relationship.IsReversed ? PropagationRules.Reverse(propagation) : propagation,
            Label = types.GetRelationshipType(relationship.TypeName).Label,
            End1 = End(first),
            End2 = End(second),
        };
    }

    /// <summary>Headers, by guid, of both ends and of the entities that the classifications were put on. The relationship is assembled.</summary>
    public async ValueTask<Dictionary<string, AtlasEntityHeader>> ReferredAsync(
        StoredRelationship relationship, CancellationToken cancellationToken)
    {
        var classifications = SpreadingClassifications.Over(relationship, graph, types);
        string[] guids = [.. classifications.Free.Concat(classifications.Blocked)
            .Select(classification => classification.EntityGuid!)
            .Prepend(relationship.End2Guid).Prepend(relationship.End1Guid).Distinct()];
        await graph.LoadEntitiesAsync(guids, cancellationToken).ConfigureAwait(false);
        await graph.Classifications.LoadAsync(guids, cancellationToken).ConfigureAwait(false);
        await Meanings.LoadAsync(graph, guids, cancellationToken).ConfigureAwait(false);
        var headers = new HeaderBuilder(graph, types);
        return guids.Select(graph.Find).OfType<StoredEntity>()
            .ToDictionary(entity => entity.Guid, entity => headers.Build(entity, withClassifications: false));
    }

    private AtlasObjectId End(string guid)
    {
        StoredEntity entity = graph.Get(guid);
        EntityType type = types.GetEntityType(entity.TypeName);
        return new AtlasObjectId
        {
            Guid = guid,
            TypeName = entity.TypeName,
            UniqueAttributes = type.UniqueAttributes.Keys.ToDictionary(name => name, name => entity.Document.Attributes.GetValueOrDefault(name)),
        };
    }
}
