using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Audit;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Glossary;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Glossary;

/// <summary>Assigns terms to entities within one mutation, and ends assignments for good.</summary>
internal sealed class AssignmentWriter(Mutation mutation)
{
    private readonly GlossaryObjects _objects = new(mutation);

    /// <inheritdoc cref="TermCatalog.AssignAsync"/>
    public async ValueTask AssignAsync(string term, IReadOnlyList<AtlasRelatedObjectId> entities, CancellationToken cancellationToken)
    {
        await LoadAsync(term, entities, cancellationToken).ConfigureAwait(false);
        await mutation.Graph.LoadEntitiesAsync(entities.Select(entity => entity.Guid ?? ""), cancellationToken).ConfigureAwait(false);
        EntityType assignable = _objects.Links.End(term, GlossaryTypes.AssignedEntities).OtherType;
        foreach (AtlasRelatedObjectId given in entities)
        {
            if (mutation.Graph.Find(given.Guid ?? "") is not { } entity)
                throw new AtlasException(AtlasErrorCode.InstanceGuidNotFound, given.Guid);
            if (!entity.IsActive)
                throw new AtlasException(AtlasErrorCode.InstanceGuidDeleted, given.Guid);
            if (!assignable.SelfAndSubTypes.Contains(entity.TypeName))
                throw new AtlasException(AtlasErrorCode.InvalidRelationshipEndType, entity.TypeName, GlossaryTypes.Assignment);

            StoredRelationship? existing = Assignments(term).FirstOrDefault(link => link.OtherEnd(term) == entity.Guid);
            if (existing is null)
            {
                _objects.Link(term, GlossaryTypes.AssignedEntities, entity.Guid, given.RelationshipAttributes?.Attributes);
                mutation.Changes.Audit.AddJson(entity.Guid, EntityAuditAction.TermAdd, "Added term: ", Summary(term));
            }
            else if (existing.Guid != given.RelationshipGuid)
            {
                throw new AtlasException(AtlasErrorCode.RelationshipAlreadyExists, GlossaryTypes.Assignment, term, entity.Guid);
            }
        }
    }

    /// <inheritdoc cref="TermCatalog.DisassociateAsync"/>
    public async ValueTask DisassociateAsync(string term, IReadOnlyList<AtlasRelatedObjectId> entities, CancellationToken cancellationToken)
    {
        await LoadAsync(term, entities, cancellationToken).ConfigureAwait(false);
        foreach (AtlasRelatedObjectId given in entities)
        {
            if (string.IsNullOrEmpty(given.Guid) || string.IsNullOrEmpty(given.RelationshipGuid))
                throw new AtlasException(AtlasErrorCode.TermDissociationMissingRelationGuid);
            StoredRelationship? link = Assignments(term).FirstOrDefault(link => link.Guid == given.RelationshipGuid && link.OtherEnd(term) == given.Guid);
            mutation.Changes.Remove(link
                ?? throw new AtlasException(AtlasErrorCode.InvalidTermDissociation, given.RelationshipGuid, term, given.Guid));
            mutation.Changes.Audit.AddJson(given.Guid, EntityAuditAction.TermDelete, "Deleted term: ", Summary(term));
        }
    }

    // Of a term that half the catalogue has, only the assignments that this is about.
    private async ValueTask LoadAsync(string term, IEnumerable<AtlasRelatedObjectId> entities, CancellationToken cancellationToken)
    {
        await GlossaryObjects.GetAloneAsync(mutation.Graph, term, GlossaryTypes.Term, cancellationToken).ConfigureAwait(false);
        EndPair[] pairs = [.. entities.Select(entity => new EndPair(term, entity.Guid ?? ""))];
        await mutation.Graph.LoadEdgesBetweenAsync(pairs, cancellationToken).ConfigureAwait(false);
    }

    // What an event of the entity tells of the term.
    private AtlasGlossaryTerm Summary(string term) => new()
    {
        Guid = term,
        QualifiedName = _objects.Text(term, GlossaryTypes.QualifiedName),
        Name = _objects.Text(term, GlossaryTypes.Name),
    };

    private IEnumerable<StoredRelationship> Assignments(string term) => _objects.Links.Of(term, GlossaryTypes.AssignedEntities);
}
