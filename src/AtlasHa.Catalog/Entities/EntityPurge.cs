using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>One purge request: checks each guid, takes deleted parts along, and counts. Used once.</summary>
internal sealed class EntityPurge(Mutation mutation)
{
    private readonly List<FailedEntity> _failed = [];
    private readonly OrderedSet _requested = new();
    private readonly OrderedSet _purgeable = new();
    private readonly HashSet<string> _keptParts = [];
    private int _repeated;

    public async ValueTask PurgeAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken)
    {
        await mutation.Graph.LoadEntitiesAsync(guids, cancellationToken).ConfigureAwait(false);
        foreach (string guid in guids)
            Accept(guid);

        List<StoredEntity> level = [.. _purgeable.Select(mutation.Graph.Get)];
        while (level.Count > 0)
        {
            await mutation.Graph.LoadRelationshipsAsync(level.Select(entity => entity.Guid), cancellationToken).ConfigureAwait(false);
            string[] parts = [.. level.SelectMany(Parts).Where(part => !_purgeable.Contains(part)).Distinct()];
            await mutation.Graph.LoadEntitiesAsync(parts, cancellationToken).ConfigureAwait(false);
            List<StoredEntity> known = [.. parts.Select(mutation.Graph.Find).OfType<StoredEntity>()];
            _keptParts.UnionWith(known.Where(part => part.IsActive).Select(part => part.Guid));
            level = known.FindAll(part => !part.IsActive);
            level.ForEach(part => _purgeable.Add(part.Guid));
        }

        foreach (string guid in _purgeable)
            Remove(mutation.Graph.Get(guid));
    }

    public EntityMutationResponse Answer()
    {
        var headers = new HeaderBuilder(mutation.Graph, mutation.Types);
        List<AtlasEntityHeader> purged = [.. mutation.Changes.Purged
            .Select(entity => headers.Build(entity, withClassifications: true) with { Status = EntityStatus.Purged })];
        int valid = purged.Count(header => _requested.Contains(header.Guid!));
        return new EntityMutationResponse
        {
            MutatedEntities = purged.Count == 0 ? null : new() { [EntityOperation.Purge] = purged },
            FailedEntities = _failed.Count == 0 ? null : _failed,
            Summary = new PurgeSummary
            {
                RequestedCount = _requested.Count + _repeated,
                PurgedCount = valid,
                PurgedDependenciesCount = purged.Count - valid,
                FailedCount = _failed.Count,
                SkippedCount = _repeated + _keptParts.Count,
                ValidGuidCount = valid,
                ExpandedEntityCount = purged.Count,
                SkippedRequestedCount = _repeated,
                SkippedDependenciesCount = _keptParts.Count,
                BatchCount = purged.Count == 0 ? 0 : 1,
                RunId = Guid.NewGuid().ToString(),
            },
        };
    }

    private void Accept(string guid)
    {
        if (_requested.Contains(guid))
        {
            _repeated++;
            return;
        }

        _requested.Add(guid);
        if (!Guid.TryParseExact(guid, "D", out _))
            Fail(AtlasErrorCode.InvalidGuid, guid);
        else if (mutation.Graph.Find(guid) is not { } entity)
            Fail(AtlasErrorCode.InstanceGuidNotFound, guid);
        else if (!mutation.Types.TryGet<EntityType>(entity.TypeName, out _))
            Fail(AtlasErrorCode.TypeNameNotFound, entity.TypeName);
        else if (entity.IsActive)
            Fail(AtlasErrorCode.NotInDeletedState, guid);
        else
            _purgeable.Add(guid);

        void Fail(AtlasErrorCode code, string argument) => _failed.Add(new FailedEntity(guid, code.Code, code.Format(argument)));
    }

    private IEnumerable<string> Parts(StoredEntity entity)
    {
        EntityType type = mutation.Types.GetEntityType(entity.TypeName);
        RelationshipAttribute[] owned =
            [.. type.RelationshipAttributes.Values.SelectMany(attributes => attributes).Where(attribute => attribute.IsOwned)];
        return mutation.Graph.RelationshipsOf(entity.Guid)
            .Where(relationship => owned.Any(attribute => relationship.Is(attribute, entity.Guid)))
            .Select(relationship => relationship.OtherEnd(entity.Guid))
            .Concat(OwnedReferences.Of(entity, type));
    }

    private void Remove(StoredEntity entity)
    {
        foreach (StoredRelationship relationship in mutation.Graph.RelationshipsOf(entity.Guid))
            mutation.Changes.Remove(relationship);
        mutation.Changes.Remove(entity, isPurge: true);
    }
}
