using AtlasHa.Catalog.Discovery.Basic;
using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Relationships;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Relations;

/// <summary>Searches for relationships on one snapshot.</summary>
internal sealed class RelationSearch(ICatalogReader reader, TypeRegistry types, DateTimeOffset now)
{
    /// <summary>What must be right whatever the catalogue holds.</summary>
    /// <exception cref="AtlasException">400-00-029, 400-00-047, 400-00-103, 400-00-104, 400-00-105.</exception>
    public static void Check(SearchParameters parameters)
    {
        Limits.CheckPaging(parameters.Limit, parameters.Offset);
        if (string.IsNullOrWhiteSpace(parameters.RelationshipName))
            throw parameters.RelationshipFilters is { IsEmpty: false }
                ? new AtlasException(AtlasErrorCode.BadRequest, "RelationshipFilters specified without relationshipName")
                : new AtlasException(AtlasErrorCode.InvalidSearchParams);
        Filters.Check(parameters.RelationshipFilters);
    }

    /// <exception cref="AtlasException">400-00-00A, 400-00-023, 400-00-029.</exception>
    public async ValueTask<AtlasSearchResult> SearchAsync(SearchParameters parameters, CancellationToken cancellationToken)
    {
        var query = Compile(parameters);
        var relations = new RelationReader(reader);
        var page = await relations.FindAsync(query, cancellationToken).ConfigureAwait(false);
        var graph = new EntityGraph(reader);
        await graph.LoadEntitiesAsync(page.Found.SelectMany(relationship => new[] { relationship.End1Guid, relationship.End2Guid }), cancellationToken).ConfigureAwait(false);
        var assembler = new RelationshipAssembler(graph, types);
        return new AtlasSearchResult
        {
            QueryType = SearchQueryType.Basic,
            SearchParameters = parameters with { Limit = query.Limit, Offset = query.Offset, RelationshipFilters = BasicSearch.Echo(parameters.RelationshipFilters) },
            Relations = page.Found.Count == 0 ? null : [.. page.Found.Select(assembler.Header)],
            ApproximateCount = page.Total ?? await relations.CountAsync(query, Limits.MaxLimit, cancellationToken).ConfigureAwait(false),
            NextMarker = string.IsNullOrEmpty(parameters.Marker) ? null : page.Next?.ToString() ?? BasicSearch.LastMarker,
        };
    }

    private RelationQuery Compile(SearchParameters parameters)
    {
        var names = parameters.RelationshipName!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        RelationshipType[] known =
            [.. names.Distinct().Order(StringComparer.Ordinal).Select(name => types.TryGet<RelationshipType>(name, out var type) ? type : null).OfType<RelationshipType>()];
        if (known.Length == 0)
            throw new AtlasException(AtlasErrorCode.UnknownTypename, parameters.RelationshipName);
        var attributes = new RelationAttributes(known);
        return new RelationQuery(
            known, new Filters(attributes.Get, now).Compile(parameters.RelationshipFilters), parameters.ExcludeDeletedEntities,
            string.IsNullOrWhiteSpace(parameters.SortBy) ? null : new SortKey(attributes.Get(parameters.SortBy), parameters.SortOrder == SortOrder.Descending),
            Limits.Offset(parameters.Offset), Limits.Limit(parameters.Limit), BasicSearch.Marker(parameters));
    }
}
