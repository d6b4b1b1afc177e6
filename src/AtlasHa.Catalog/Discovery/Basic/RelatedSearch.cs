using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Basic;

/// <summary>Finds the entities at the other end of one entity's relationships.</summary>
internal sealed class RelatedSearch(ICatalogReader reader, TypeRegistry types)
{
    private const string DefaultSort = "name";

    /// <exception cref="AtlasException">400-00-01A, 404-00-005, 400-00-048, 400-00-023.</exception>
    public async ValueTask<AtlasSearchResult> SearchAsync(RelatedSearchParameters parameters, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(parameters.Guid) || string.IsNullOrWhiteSpace(parameters.Relation))
            throw new AtlasException(AtlasErrorCode.InvalidParameters, "guid and relation are both needed");
        var graph = new EntityGraph(reader);
        await graph.LoadEntitiesAsync([parameters.Guid], cancellationToken).ConfigureAwait(false);
        var entity = graph.Find(parameters.Guid) ?? throw new AtlasException(AtlasErrorCode.InstanceGuidNotFound, parameters.Guid);
        var type = types.GetEntityType(entity.TypeName);
        var related = await RelatedAsync(entity, type, graph, parameters, cancellationToken).ConfigureAwait(false);
        if (parameters.ExcludeDeletedEntities)
            related = related.Where(other => other.IsActive);
        StoredEntity[] all = [.. Sorted(related, parameters)];
        StoredEntity[] page = [.. all.Skip(Math.Max(parameters.Offset, 0)).Take(Math.Max(parameters.Limit, 0))];
        var (headers, referred) = await new FoundEntities(reader, types)
            .HeadersAsync(page, [.. parameters.Attributes], parameters.IncludeClassificationAttributes, cancellationToken).ConfigureAwait(false);
        return new AtlasSearchResult
        {
            QueryType = SearchQueryType.Relationship,
            QueryText = parameters.Guid,
            Entities = headers,
            ReferredEntities = referred,
            ApproximateCount = parameters.GetApproximateCount || all.Length == 0 ? all.Length : -1,
        };
    }

    private async ValueTask<IEnumerable<StoredEntity>> RelatedAsync(
        StoredEntity entity, EntityType type, EntityGraph graph, RelatedSearchParameters parameters, CancellationToken cancellationToken)
    {
        var relation = parameters.Relation!;
        if (Reference.Find(type, relation) is { } reference)
            return await new Surroundings(reader, types).LoadRelatedAsync([entity], reference, cancellationToken).ConfigureAwait(false);
        if (type.Attributes.ContainsKey(relation))
            throw new AtlasException(AtlasErrorCode.InvalidRelationshipAttribute, relation, type.Name);
        // A label of an edge, or one that nothing has.
        var labelled = types.RelationshipTypes.Where(candidate => candidate.Def.RelationshipLabel == relation).Select(candidate => candidate.Name).ToHashSet();
        if (labelled.Count == 0)
            return [];
        await graph.LoadRelationshipsAsync([entity.Guid], cancellationToken).ConfigureAwait(false);
        return graph.RelationshipsOf(entity.Guid).Where(relationship => relationship.IsActive && labelled.Contains(relationship.TypeName))
            .Select(relationship => graph.Get(relationship.OtherEnd(entity.Guid))).DistinctBy(other => other.Guid);
    }

    private IEnumerable<StoredEntity> Sorted(IEnumerable<StoredEntity> entities, RelatedSearchParameters parameters)
    {
        StoredEntity[] all = [.. entities];
        if (all.Length == 0 || (parameters.DisableDefaultSorting && string.IsNullOrWhiteSpace(parameters.SortBy)))
            return all;
        var scope = Scope.Of(all.Select(entity => types.GetEntityType(entity.TypeName)).Distinct(), withSubTypes: false, types);
        var attribute = string.IsNullOrWhiteSpace(parameters.SortBy)
            ? Attributes.Find(scope, DefaultSort)
            : Attributes.Get(scope, parameters.SortBy);
        var key = attribute is null ? null : new SortKey(attribute, parameters.SortOrder == SortOrder.Descending);
        return new CandidateOrder(key).Sort(all, new Surroundings(reader, types).CandidateOf);
    }
}
