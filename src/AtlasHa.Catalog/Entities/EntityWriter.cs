using AtlasHa.Catalog.Annotations;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>One mutation request on one write transaction: what it finds, what it changes and what it answers. Used once.</summary>
internal sealed class EntityWriter
{
    private static readonly Dictionary<string, string> NoneKnown = [];

    private readonly Mutation _mutation;
    private readonly TypeRegistry _types;
    private readonly EntityChanges _changes;
    private readonly EntityDeleter _deleter;

    public EntityWriter(Mutation mutation)
    {
        _mutation = mutation;
        (_types, _changes, _deleter) = (mutation.Types, mutation.Changes, mutation.Deleter);
    }

    /// <summary>What the request sees.</summary>
    public EntityGraph Graph => _mutation.Graph;

    /// <exception cref="AtlasException">404-00-005 no such entity; 404-00-012 it is deleted.</exception>
    public async ValueTask<StoredEntity> GetActiveAsync(string guid, CancellationToken cancellationToken)
    {
        await Graph.LoadEntitiesAsync([guid], cancellationToken).ConfigureAwait(false);
        StoredEntity entity = Graph.Find(guid) ?? throw new AtlasException(AtlasErrorCode.InstanceGuidNotFound, guid);
        return entity.IsActive ? entity : throw new AtlasException(AtlasErrorCode.InstanceGuidDeleted, guid);
    }

    /// <summary>Creates the entities that are not there and updates those that are and differ.</summary>
    /// <exception cref="AtlasException">The request is refused; nothing was written.</exception>
    public ValueTask<EntityMutationResponse> CreateOrUpdateAsync(EntityDiscovery discovery, CancellationToken cancellationToken) =>
        WriteAsync(discovery, NoneKnown, partial: false, cancellationToken);

    /// <summary>The same; a reference by unique attributes to an entity that is not there creates a shell of it, which a later request fills.</summary>
    /// <inheritdoc cref="CreateOrUpdateAsync"/>
    public ValueTask<EntityMutationResponse> CreateOrUpdateWithShellsAsync(EntityDiscovery discovery, CancellationToken cancellationToken) =>
        WriteAsync(discovery, NoneKnown, partial: false, cancellationToken, shells: true);

    /// <summary>The same, for entities that come from another catalogue and keep their guids; those that are there get what hangs on them there as well.</summary>
    /// <inheritdoc cref="CreateOrUpdateAsync"/>
    public ValueTask<EntityMutationResponse> ImportAsync(EntityDiscovery discovery, CancellationToken cancellationToken) =>
        WriteAsync(discovery, NoneKnown, partial: false, cancellationToken, importing: true);

    /// <summary>Updates a known entity; what the request leaves out stays.</summary>
    /// <param name="requestGuid">The guid under which the request has it.</param>
    /// <inheritdoc cref="CreateOrUpdateAsync"/>
    public ValueTask<EntityMutationResponse> PartialUpdateAsync(
        EntityDiscovery discovery, string requestGuid, string guid, CancellationToken cancellationToken) =>
        WriteAsync(discovery, new Dictionary<string, string> { [requestGuid] = guid }, partial: true, cancellationToken);

    /// <summary>Deletes entities; unknown and deleted ones are skipped.</summary>
    public async ValueTask<EntityMutationResponse> DeleteAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken)
    {
        await _deleter.DeleteAsync(guids, cancellationToken).ConfigureAwait(false);
        return await SaveAsync(EntityOperation.Update, assignments: null, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<EntityMutationResponse> WriteAsync(
        EntityDiscovery discovery, Dictionary<string, string> known, bool partial, CancellationToken cancellationToken, bool importing = false,
        bool shells = false)
    {
        ResolvedRequest request =
            await new ReferenceResolver(discovery, _types, Graph, importing, shells).ResolveAsync(known, cancellationToken).ConfigureAwait(false);
        EntityValidator.ValidateAndNormalize([.. request.Entities.Select(entity => entity.Prepared)], partial);

        var entities = new EntityMapper(request, Graph, _types, partial);
        foreach (ResolvedEntity entity in request.Entities.Where(entity => entity.IsNew))
        {
            _changes.Create(EntityMapper.Create(entity));
            foreach (AtlasClassification classification in entities.Classifications(entity))
                _changes.Classify(classification);
        }

        var relationships = new RelationshipMapper(request, _mutation, partial);
        await relationships.LoadAsync(cancellationToken).ConfigureAwait(false);
        HashSet<ResolvedEntity> related =
            [.. relationships.InOrder().Where(item => relationships.Differs(item.Entity, item.Name)).Select(item => item.Entity)];
        foreach (ResolvedEntity entity in request.Entities)
        {
            StoredEntity stored = Graph.Get(entity.Guid);
            StoredEntity applied = entities.Apply(entity.Prepared, stored);
            if (!ReferenceEquals(stored, applied) || related.Contains(entity))
                _changes.Update(applied);
        }

        if (importing)
            await AnnotateAsync(request, cancellationToken).ConfigureAwait(false);
        foreach ((ResolvedEntity entity, string name) in relationships.InOrder().Where(item => related.Contains(item.Entity)))
            relationships.Apply(entity, name);
        await _deleter.DeleteOrphansAsync(relationships.DroppedParts, cancellationToken).ConfigureAwait(false);

        EntityOperation operation = partial ? EntityOperation.PartialUpdate : EntityOperation.Update;
        return await SaveAsync(operation, request.Assignments, cancellationToken).ConfigureAwait(false);
    }

    // What hangs on a new entity was given to it when it was created. Of several that are one the first counts, as there.
    private async ValueTask AnnotateAsync(ResolvedRequest request, CancellationToken cancellationToken)
    {
        ResolvedEntity[] present = [.. request.Entities.DistinctBy(entity => entity.Guid).Where(entity => !entity.IsNew)];
        await new ImportedAnnotations(new AnnotationWriter(_mutation)).ApplyAsync(present, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<EntityMutationResponse> SaveAsync(
        EntityOperation updateOperation, IReadOnlyDictionary<string, string>? assignments, CancellationToken cancellationToken)
    {
        await _mutation.SaveAsync(cancellationToken).ConfigureAwait(false);
        IEnumerable<StoredEntity> updated = _changes.Updated.Concat(_changes.Annotated);
        IEnumerable<StoredEntity> changed = _changes.Created.Concat(updated).Concat(_changes.Deleted);
        await Graph.Classifications.LoadAsync(changed.Select(entity => entity.Guid), cancellationToken).ConfigureAwait(false);
        var headers = new HeaderBuilder(Graph, _types);
        var mutated = new Dictionary<EntityOperation, List<AtlasEntityHeader>>();
        Add(EntityOperation.Create, _changes.Created);
        Add(updateOperation, updated);
        Add(EntityOperation.Delete, _changes.Deleted);
        return new EntityMutationResponse
        {
            MutatedEntities = mutated.Count == 0 ? null : mutated,
            GuidAssignments = assignments?.ToDictionary(),
        };

        void Add(EntityOperation operation, IEnumerable<StoredEntity> entities)
        {
            List<AtlasEntityHeader> list = [.. entities.Select(entity => headers.Build(entity, withClassifications: true))];
            if (list.Count > 0)
                mutated[operation] = list;
        }
    }
}
