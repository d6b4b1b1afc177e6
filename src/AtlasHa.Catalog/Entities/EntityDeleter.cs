using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>
/// Soft-deletes entities with all that goes with them: their relationships, their parts, the column lineage of a process, entities that
/// a relationship type passes the deletion on to, and a process whose last output is gone. One level after the other, each level with a
/// fixed number of round trips.
/// </summary>
internal sealed class EntityDeleter(EntityGraph graph, EntityChanges changes, TypeRegistry types)
{
    private const string DataSetType = "DataSet";
    private const string OutputRelationship = "process_dataset_outputs";
    private const string ColumnLineageAttribute = "columnLineages";

    /// <summary>Unknown and deleted entities are skipped.</summary>
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

    /// <summary>Soft-deletes those of the entities that are part of no other one any more.</summary>
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
        changes.Delete(entity);
        EntityType type = types.GetEntityType(entity.TypeName);
        bool isDataSet = type.DirectSuperTypes.Contains(DataSetType);
        foreach (StoredRelationship relationship in graph.RelationshipsOf(entity.Guid).Where(relationship => relationship.IsActive))
        {
            string other = relationship.OtherEnd(entity.Guid);
            changes.Delete(relationship);
            changes.Touch(other);
            if (Ends(entity.Guid, relationship).Any(GoesAlong))
                next.Add(other);
            else if (isDataSet && relationship.TypeName == OutputRelationship && relationship.End2Guid == entity.Guid)
                producers.Add(other);
        }

        next.UnionWith(OwnedReferences.Of(entity, type));
    }

    // The end or, of a relationship of an entity with itself, the ends that the entity is at.
    private IEnumerable<RelationshipAttribute> Ends(string guid, StoredRelationship relationship) =>
        types.GetEntityType(graph.Get(guid).TypeName).RelationshipAttributes.Values
            .SelectMany(attributes => attributes)
            .Where(attribute => relationship.Is(attribute, guid));
}
