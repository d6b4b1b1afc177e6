using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>
/// Deletes entities with all that goes with them: their relationships, their parts, the column lineage of a process, entities that
/// a relationship type passes the deletion on to, and a process whose last output is gone. One level after the other, each level with a
/// fixed number of round trips. What the catalogue keeps for itself is never deleted softly.
/// </summary>
/// <param name="hard">Nothing is deleted softly.</param>
internal sealed class EntityDeleter(EntityGraph graph, EntityChanges changes, TypeRegistry types, bool hard)
{
    private const string DataSetType = "DataSet";
    private const string OutputRelationship = "process_dataset_outputs";
    private const string ColumnLineageAttribute = "columnLineages";
    private const string TermType = "AtlasGlossaryTerm";
    private const string TermAssignment = "AtlasGlossarySemanticAssignment";

    /// <summary>Unknown and deleted entities are skipped.</summary>
    /// <exception cref="AtlasException">400-00-084: one is a glossary term that is assigned to entities.</exception>
    public async ValueTask DeleteAsync(IEnumerable<string> guids, CancellationToken cancellationToken)
    {
        var level = new HashSet<string>(guids);
        while (level.Count > 0)
        {
            await graph.LoadEntitiesAsync(level, cancellationToken).ConfigureAwait(false);
            List<StoredEntity> entities = [.. level.Select(graph.Find).OfType<StoredEntity>().Where(entity => entity.IsActive)];
            await graph.LoadRelationshipsAsync(entities.Select(entity => entity.Guid), cancellationToken).ConfigureAwait(false);

            var next = new HashSet<string>();
            var producers = new HashSet<string>();
            foreach (StoredEntity entity in entities)
                Delete(entity, next, producers);

            await graph.LoadRelationshipsAsync(producers, cancellationToken).ConfigureAwait(false);
            next.UnionWith(producers.Where(process => !HasOutput(process)));
            level = next;
        }
    }

    /// <summary>Deletes those of the entities that are part of no other one any more.</summary>
    public async ValueTask DeleteOrphansAsync(IReadOnlyCollection<string> parts, CancellationToken cancellationToken)
    {
        await graph.LoadRelationshipsAsync(parts, cancellationToken).ConfigureAwait(false);
        await DeleteAsync(parts.Where(part => !HasOwner(part)), cancellationToken).ConfigureAwait(false);
    }

    private static bool GoesAlong(RelationshipAttribute end) =>
        end.IsOwned || end.EndDef.IsPropagateDelete || end.Name == ColumnLineageAttribute;

    private bool HasOutput(string process) => graph.RelationshipsOf(process).Any(relationship =>
        relationship.IsActive && relationship.TypeName == OutputRelationship && relationship.End1Guid == process);

    private bool HasOwner(string part) => graph.RelationshipsOf(part).Any(relationship =>
        relationship.IsActive && Ends(part, relationship).Any(end => end.IsMandatory));

    private void Delete(StoredEntity entity, HashSet<string> next, HashSet<string> producers)
    {
        EntityType type = types.GetEntityType(entity.TypeName);
        bool forGood = hard || type.IsInternal;
        bool isDataSet = type.DirectSuperTypes.Contains(DataSetType);
        CheckIsUnassigned(entity);
        foreach (StoredRelationship relationship in graph.RelationshipsOf(entity.Guid).Where(relationship => forGood || relationship.IsActive))
        {
            string other = relationship.OtherEnd(entity.Guid);
            RelationshipAttribute[] ends = [.. Ends(entity.Guid, relationship)];
            if (forGood)
                changes.Remove(relationship);
            else
                changes.Delete(relationship);
            if (!relationship.IsActive)
                continue;

            changes.Touch(other);
            if (ends.Any(GoesAlong))
                next.Add(other);
            else if (isDataSet && relationship.TypeName == OutputRelationship && relationship.End2Guid == entity.Guid)
                producers.Add(other);
        }

        next.UnionWith(OwnedReferences.Of(entity, type));
        if (forGood)
            changes.Remove(entity, isPurge: false);
        else
            changes.Delete(entity);
    }

    private void CheckIsUnassigned(StoredEntity entity)
    {
        int assignments = entity.TypeName != TermType ? 0 : graph.RelationshipsOf(entity.Guid)
            .Count(relationship => relationship.IsActive && relationship.TypeName == TermAssignment && relationship.End1Guid == entity.Guid);
        if (assignments > 0)
            throw new AtlasException(AtlasErrorCode.TermHasEntityAssociation, entity.Guid, assignments);
    }

    // The end or, of a relationship of an entity with itself, the ends that the entity is at.
    private IEnumerable<RelationshipAttribute> Ends(string guid, StoredRelationship relationship) =>
        types.GetEntityType(graph.Get(guid).TypeName).RelationshipAttributes.Values
            .SelectMany(attributes => attributes)
            .Where(attribute => relationship.Is(attribute, guid));
}
