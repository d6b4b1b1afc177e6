using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Basic;

/// <summary>Quick searches: a basic search together with how what was found is spread over types, states, owners and services.</summary>
internal sealed class QuickSearch(ICatalogReader reader, TypeRegistry types, DateTimeOffset now)
{
    /// <summary>So many entities are looked at for the metrics.</summary>
    private const int MetricsLimit = 1000;

    private const string Owner = "owner";

    /// <exception cref="AtlasException">400-00-029, 400-00-047, 400-00-058, 400-00-103, 400-00-104, 400-00-105.</exception>
    public static void Check(QuickSearchParameters parameters)
    {
        Limits.CheckPaging(parameters.Limit, parameters.Offset);
        var hasType = !string.IsNullOrWhiteSpace(parameters.TypeName);
        if (parameters.EntityFilters is { IsEmpty: false } && !hasType)
            throw new AtlasException(AtlasErrorCode.BadRequest, "EntityFilters specified without Type name");
        if (!hasType && string.IsNullOrWhiteSpace(parameters.Query))
            throw new AtlasException(AtlasErrorCode.InvalidSearchParams);
        if (!hasType && !string.IsNullOrWhiteSpace(parameters.SortBy))
            throw new AtlasException(AtlasErrorCode.BadRequest, "SortBy specified without Type name");
        Limits.CheckQuery(parameters.Query);
        Filters.Check(parameters.EntityFilters);
    }

    public async ValueTask<AtlasQuickSearchResult> SearchAsync(QuickSearchParameters parameters, CancellationToken cancellationToken)
    {
        var basic = new SearchParameters
        {
            Query = WithWildcard(parameters.Query),
            TypeName = parameters.TypeName,
            EntityFilters = parameters.EntityFilters,
            IncludeSubTypes = parameters.IncludeSubTypes,
            ExcludeDeletedEntities = parameters.ExcludeDeletedEntities,
            Offset = parameters.Offset,
            Limit = parameters.Limit,
            SortBy = parameters.SortBy,
            SortOrder = parameters.SortOrder,
            Attributes = parameters.Attributes,
        };
        var search = new BasicSearch(reader, types, now);
        return new AtlasQuickSearchResult
        {
            SearchResults = await search.SearchAsync(basic, cancellationToken).ConfigureAwait(false),
            AggregationMetrics = await MetricsAsync(await search.CompileAsync(basic, cancellationToken).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false),
        };
    }

    // Somebody who types means the beginning of a word, unless the text says more than that.
    private static string? WithWildcard(string? query) =>
        !string.IsNullOrWhiteSpace(query) && query.Trim().All(c => char.IsLetterOrDigit(c) || c is '_') ? $"{query.Trim()}*" : query;

    private async ValueTask<Dictionary<string, List<AtlasAggregationEntry>>> MetricsAsync(EntityQuery query, CancellationToken cancellationToken)
    {
        var all = await new EntitySearch(reader, types).FindAsync(
            new EntityQuery(query.Scope, query.Where) { Limit = MetricsLimit }, cancellationToken).ConfigureAwait(false);
        return new()
        {
            ["__typeName"] = Counts(all.Entities.Select(entity => entity.TypeName)),
            ["__state"] = Counts(all.Entities.Select(entity => entity.WireStatus.ToWire())),
            ["Asset.owner"] = Counts(all.Entities.Select(entity => entity.Document.Attributes.GetValueOrDefault(Owner) as string)),
            ["ServiceType"] = Counts(all.Entities.Select(entity => types.GetEntityType(entity.TypeName).Def.ServiceType)),
        };
    }

    private static List<AtlasAggregationEntry> Counts(IEnumerable<string?> values) =>
    [
        .. values.Where(value => !string.IsNullOrEmpty(value)).CountBy(value => value!)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new AtlasAggregationEntry(pair.Key, pair.Value)),
    ];
}
