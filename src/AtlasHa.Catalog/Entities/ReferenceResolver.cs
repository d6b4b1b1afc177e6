using System.Collections.Immutable;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>
/// Finds out whom the guids and references of a request mean: by guid, else, for the request's own entities, by their unique attributes.
/// Costs three round trips at most, however large the request.
/// </summary>
/// <param name="discovery">The request.</param>
/// <param name="types">The types of this moment.</param>
/// <param name="graph">What the request sees.</param>
/// <param name="importing">
/// Entities that are not there are created under the guids that they have, and relationships with entities that are not there are left out: they are made when
/// those come, as both ends list them.
/// </param>
/// <param name="shells">A reference by unique attributes to an entity that is not there creates a shell of it.</param>
internal sealed class ReferenceResolver(EntityDiscovery discovery, TypeRegistry types, EntityGraph graph, bool importing = false, bool shells = false)
{
    /// <param name="known">Guids of the request whose entity is already known; they are in the graph.</param>
    /// <exception cref="AtlasException">
    /// 404-00-00A a reference to nothing; 404-00-012 an update of a deleted entity; 404-00-007 a guid of another type's entity.
    /// </exception>
    public async ValueTask<ResolvedRequest> ResolveAsync(IReadOnlyDictionary<string, string> known, CancellationToken cancellationToken)
    {
        IEnumerable<string> guids = discovery.Entities.Select(entity => entity.Guid)
            .Concat(discovery.References.Where(reference => !string.IsNullOrEmpty(reference.Guid)).Select(reference => reference.Guid!));
        await graph.LoadEntitiesAsync(guids.Where(EntityDiscovery.IsAssigned), cancellationToken).ConfigureAwait(false);

        UniqueIndex index = await UniqueIndex.LoadAsync(graph.Reader, UniqueValues(known), cancellationToken).ConfigureAwait(false);
        await graph.LoadEntitiesAsync(index.Guids, cancellationToken).ConfigureAwait(false);

        var resolved = new ResolvedRequest(index, types);
        foreach ((string requestGuid, string guid) in known)
            resolved.Assign(requestGuid, guid);
        foreach (PreparedEntity entity in discovery.Entities)
            Resolve(entity, resolved, index);
        if (shells)
            AddShells(resolved, index);
        IReadOnlySet<AtlasObjectId> leftOut = importing ? LeaveOutUnknown(resolved) : ImmutableHashSet<AtlasObjectId>.Empty;
        foreach (AtlasObjectId reference in discovery.References.Where(reference => !leftOut.Contains(reference)))
            Check(reference, resolved);
        return resolved;
    }

    private HashSet<AtlasObjectId> LeaveOutUnknown(ResolvedRequest resolved)
    {
        var unknown = new HashSet<AtlasObjectId>(ReferenceEqualityComparer.Instance);
        foreach (PreparedEntity entity in discovery.Entities)
        {
            foreach ((string name, IReadOnlyList<RelationshipReference> references) in entity.Relationships.ToList())
            {
                unknown.UnionWith(references.Select(reference => reference.Target).Where(target => !IsKnown(target, resolved)));
                entity.Relationships[name] = [.. references.Where(reference => !unknown.Contains(reference.Target))];
                if (entity.Relationships[name].Count < references.Count)
                    entity.Incomplete.Add(name);
            }
        }

        return unknown;
    }

    private bool IsKnown(AtlasObjectId reference, ResolvedRequest resolved) =>
        (!string.IsNullOrEmpty(reference.Guid) && graph.Find(reference.Guid) is not null) || resolved.Find(reference) is not null;

    private void AddShells(ResolvedRequest resolved, UniqueIndex index)
    {
        foreach (AtlasObjectId reference in discovery.References.Where(reference => string.IsNullOrEmpty(reference.Guid)))
        {
            EntityType type = types.GetEntityType(reference.TypeName);
            UniqueValue[] values = [.. UniqueIndex.ValuesOf(type, reference.UniqueAttributes!)];
            if (values.Length == 0 || index.Find(type, values) is not null)
                continue;

            string guid = OrderedGuid.New();
            resolved.Add(new ResolvedEntity(PreparedEntity.Shell(reference, type), guid, IsNew: true));
            foreach (UniqueValue value in values)
                index.Add(new UniqueRow(type.Name, value.Attribute, value.Value, guid));
        }
    }

    private IEnumerable<UniqueValue> UniqueValues(IReadOnlyDictionary<string, string> known)
    {
        IEnumerable<UniqueValue> ofEntities = discovery.Entities
            .Where(entity => !known.ContainsKey(entity.Guid) && graph.Find(entity.Guid) is null)
            .SelectMany(entity => UniqueIndex.ValuesOf(entity.Type, entity.Given));
        IEnumerable<UniqueValue> ofReferences = discovery.References
            .Where(reference => string.IsNullOrEmpty(reference.Guid))
            .SelectMany(reference => UniqueIndex.ValuesOf(types.GetEntityType(reference.TypeName), reference.UniqueAttributes!));
        return ofEntities.Concat(ofReferences);
    }

    private void Resolve(PreparedEntity entity, ResolvedRequest resolved, UniqueIndex index)
    {
        UniqueValue[] values = [.. UniqueIndex.ValuesOf(entity.Type, entity.Given)];
        string? guid = resolved.Assignments.GetValueOrDefault(entity.Guid)
            ?? graph.Find(entity.Guid)?.Guid
            ?? index.Find(entity.Type, values);
        if (guid is null)
        {
            if (EntityDiscovery.IsAssigned(entity.Guid) && !importing)
                throw new AtlasException(AtlasErrorCode.ReferencedEntityNotFound, entity.Guid);

            guid = EntityDiscovery.IsAssigned(entity.Guid) ? entity.Guid : OrderedGuid.New();
            resolved.Add(new ResolvedEntity(entity, guid, IsNew: true));
            foreach (UniqueValue value in values)
                index.Add(new UniqueRow(entity.Type.Name, value.Attribute, value.Value, guid));
            return;
        }

        if (graph.Find(guid) is { } stored)
        {
            if (!stored.IsActive)
            {
                // A client that sends back what it read may send deleted parts along; they stay as they are.
                if (entity.IsTopLevel)
                    throw new AtlasException(AtlasErrorCode.InstanceGuidDeleted, guid);
                resolved.Assign(entity.Guid, guid);
                return;
            }

            if (!entity.Type.SelfAndSubTypes.Contains(stored.TypeName))
                EntityValidator.ThrowIfAny([$"{guid}: is an entity of type {stored.TypeName}, not of type {entity.Type.Name}"]);
        }

        resolved.Add(new ResolvedEntity(entity, guid, IsNew: false));
    }

    private void Check(AtlasObjectId reference, ResolvedRequest resolved)
    {
        if (!string.IsNullOrEmpty(reference.Guid) && graph.Find(reference.Guid) is not null)
            resolved.Assign(reference.Guid, reference.Guid);
        else if (resolved.Find(reference) is null)
            throw new AtlasException(AtlasErrorCode.ReferencedEntityNotFound, AttributeValue.ToText(reference.ToValue()));
    }
}
