using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Annotations;

/// <summary>One request on one write transaction that changes what hangs on entities, not the entities themselves. Used once.</summary>
internal sealed class AnnotationWriter(Mutation mutation)
{
    public TypeRegistry Types => mutation.Types;

    /// <summary>What the request sees.</summary>
    public EntityGraph Graph => mutation.Graph;

    public EntityChanges Changes => mutation.Changes;

    /// <summary>The entity, deleted or not, with its classifications.</summary>
    /// <exception cref="AtlasException">404-00-005, or the locator's own errors: there is no such entity.</exception>
    public async ValueTask<StoredEntity> FindAsync(EntityLocator locator, CancellationToken cancellationToken)
    {
        string guid = await locator.FindGuidAsync(Graph.Reader, Types, cancellationToken).ConfigureAwait(false);
        await LoadAsync([guid], cancellationToken).ConfigureAwait(false);
        return Graph.Find(guid) ?? throw new AtlasException(AtlasErrorCode.InstanceGuidNotFound, guid);
    }

    /// <exception cref="AtlasException">As <see cref="FindAsync"/>; 404-00-012: it is deleted.</exception>
    public async ValueTask<StoredEntity> FindActiveAsync(EntityLocator locator, CancellationToken cancellationToken) =>
        GetActive((await FindAsync(locator, cancellationToken).ConfigureAwait(false)).Guid);

    /// <summary>An entity that was asked to be loaded.</summary>
    /// <exception cref="AtlasException">404-00-005: it does not exist; 404-00-012: it is deleted.</exception>
    public StoredEntity GetActive(string guid)
    {
        StoredEntity entity = Graph.Find(guid) ?? throw new AtlasException(AtlasErrorCode.InstanceGuidNotFound, guid);
        return entity.IsActive ? entity : throw new AtlasException(AtlasErrorCode.InstanceGuidDeleted, guid);
    }

    /// <summary>Loads entities, those that exist, with their classifications.</summary>
    public async ValueTask LoadAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken)
    {
        await Graph.LoadEntitiesAsync(guids, cancellationToken).ConfigureAwait(false);
        await Graph.Classifications.LoadAsync(guids, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<WriteReceipt> SaveAsync(CancellationToken cancellationToken)
    {
        await mutation.SaveAsync(cancellationToken).ConfigureAwait(false);
        return new WriteReceipt();
    }
}
