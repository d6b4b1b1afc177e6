using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>One mutation request on one write transaction: what it finds, what it changes and what it answers. Used once.</summary>
internal sealed class EntityWriter
{
    private static readonly Dictionary<string, string> NoneKnown = [];

    private readonly ICatalogWriter _writer;
    private readonly TypeRegistry _types;
    private readonly EntityChanges _changes;
    private readonly EntityDeleter _deleter;

    /// <param name="user">Who is noted as author of the changes.</param>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    public EntityWriter(ICatalogWriter writer, TypeRegistry types, string user, long now)
    {
        _writer = writer;
        _types = types;
        Graph = new EntityGraph(writer);
        _changes = new EntityChanges(Graph, types, user, now);
        _deleter = new EntityDeleter(Graph, _changes, types);
    }

    /// <summary>What the request sees.</summary>
    public EntityGraph Graph { get; }

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

    /// <summary>Updates a known entity; what the request leaves out stays.</summary>
    /// <param name="requestGuid">The guid under which the request has it.</param>
    /// <inheritdoc cref="CreateOrUpdateAsync"/>
    public ValueTask<EntityMutationResponse> PartialUpdateAsync(
        EntityDiscovery discovery, string requestGuid, string guid, CancellationToken cancellationToken) =>
        WriteAsync(discovery, new Dictionary<string, string> { [requestGuid] = guid }, partial: true, cancellationToken);

    /// <summary>Soft-deletes entities; unknown and deleted ones are skipped.</summary>
    public async ValueTask<EntityMutationResponse> DeleteAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken)
    {
        await _deleter.DeleteAsync(guids, cancellationToken).ConfigureAwait(false);
        return await SaveAsync(EntityOperation.Update, assignments: null, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<EntityMutationResponse> WriteAsync(
        EntityDiscovery discovery, Dictionary<string, string> known, bool partial, CancellationToken cancellationToken)
    {
        ResolvedRequest request =
            await new ReferenceResolver(discovery, _types, Graph).ResolveAsync(known, cancellationToken).ConfigureAwait(false);
        EntityValidator.ValidateAndNormalize([.. request.Entities.Select(entity => entity.Prepared)], partial);

        var entities = new EntityMapper(request, Graph, _types, partial);
        foreach (ResolvedEntity entity in request.Entities.Where(entity => entity.IsNew))
            _changes.Create(entities.Create(entity));

        var relationships = new RelationshipMapper(request, Graph, _changes, partial);
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

        foreach ((ResolvedEntity entity, string name) in relationships.InOrder().Where(item => related.Contains(item.Entity)))
            relationships.Apply(entity, name);
        await _deleter.DeleteOrphansAsync(relationships.DroppedParts, cancellationToken).ConfigureAwait(false);

        EntityOperation operation = partial ? EntityOperation.PartialUpdate : EntityOperation.Update;
        return await SaveAsync(operation, request.Assignments, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<EntityMutationResponse> SaveAsync(
        EntityOperation updateOperation, IReadOnlyDictionary<string, string>? assignments, CancellationToken cancellationToken)
    {
        try
        {
            await _changes.SaveAsync(_writer, cancellationToken).ConfigureAwait(false);
        }
        catch (UniqueValueTakenException taken)
        {
            UniqueRow row = taken.Row;
            throw new AtlasException(AtlasErrorCode.InstanceAlreadyExists, taken, $"{row.TypeName} with {row.Attribute}={row.Value}");
        }

        var headers = new HeaderBuilder(_types);
        var mutated = new Dictionary<EntityOperation, List<AtlasEntityHeader>>();
        Add(EntityOperation.Create, _changes.Created);
        Add(updateOperation, _changes.Updated);
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
