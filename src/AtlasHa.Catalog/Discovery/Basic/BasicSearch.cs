using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Basic;

/// <summary>Basic searches on one snapshot.</summary>
internal sealed class BasicSearch(ICatalogReader reader, TypeRegistry types, DateTimeOffset now)
{
    /// <summary>How far entities are counted beyond the page.</summary>
    private const int CountLimit = Limits.MaxLimit;

    private const string FirstMarker = "*";
    public const string LastMarker = "-1";

    private readonly EntitySearch _search = new(reader, types);

    /// <summary>What must be right whatever the catalogue holds.</summary>
    /// <exception cref="AtlasException">400-00-029, 400-00-047, 400-00-058, 400-00-103, 400-00-104, 400-00-105.</exception>
    public static void Check(SearchParameters parameters)
    {
        Limits.CheckPaging(parameters.Limit, parameters.Offset);
        if (HasFilter(parameters.EntityFilters) && string.IsNullOrWhiteSpace(parameters.TypeName))
            throw new AtlasException(AtlasErrorCode.BadRequest, "EntityFilters specified without Type name");
        if (HasFilter(parameters.TagFilters) && string.IsNullOrWhiteSpace(parameters.Classification))
            throw new AtlasException(AtlasErrorCode.BadRequest, "TagFilters specified without tag name");
        if (string.IsNullOrWhiteSpace(parameters.TypeName) && string.IsNullOrWhiteSpace(parameters.Classification)
            && string.IsNullOrWhiteSpace(parameters.Query) && string.IsNullOrWhiteSpace(parameters.TermName))
            throw new AtlasException(AtlasErrorCode.InvalidSearchParams);
        Limits.CheckQuery(parameters.Query);
        Filters.Check(parameters.EntityFilters);
        Filters.Check(parameters.TagFilters);
    }

    /// <exception cref="AtlasException">400-00-00A, 400-00-023, 400-00-029, 400-00-046, 400-00-06E.</exception>
    public async ValueTask<AtlasSearchResult> SearchAsync(SearchParameters parameters, CancellationToken cancellationToken)
    {
        var query = await CompileAsync(parameters, cancellationToken).ConfigureAwait(false);
        string[] shown = [.. parameters.Attributes ?? [], .. Filters.AttributesOf(parameters.EntityFilters)];
        SearchAttribute[] columns = [.. (parameters.Attributes ?? []).Where(name => !IsReference(query.Scope, name)).Select(name => Attributes.Get(query.Scope, name))];
        var page = await _search.FindAsync(query, cancellationToken).ConfigureAwait(false);
        var result = new AtlasSearchResult
        {
            QueryType = SearchQueryType.Basic,
            SearchParameters = Echo(parameters, query),
            QueryText = parameters.Query,
            Type = parameters.TypeName,
            Classification = parameters.Classification,
            ApproximateCount = page.Total ?? await _search.CountAsync(query, CountLimit, cancellationToken).ConfigureAwait(false),
            NextMarker = string.IsNullOrEmpty(parameters.Marker) ? null : page.Next?.ToString() ?? LastMarker,
        };
        var answers = new FoundEntities(reader, types);
        if (parameters.ExcludeHeaderAttributes && columns.Length > 0)
            return result with { Attributes = await answers.RowsAsync(page.Entities, columns, cancellationToken).ConfigureAwait(false) };
        var (headers, referred) = await answers
            .HeadersAsync(page.Entities, shown, parameters.IncludeClassificationAttributes, cancellationToken).ConfigureAwait(false);
        return result with { Entities = headers.Count == 0 ? null : headers, ReferredEntities = referred };
    }

    /// <summary>What the parameters ask for.</summary>
    public async ValueTask<EntityQuery> CompileAsync(SearchParameters parameters, CancellationToken cancellationToken)
    {
        var scope = Names.ScopeOf(parameters.TypeName, parameters.IncludeSubTypes, parameters.ExcludeDeletedEntities, types);
        List<Predicate> where = [];
        var (classified, classifications, isWildcard) = Names.ClassificationsOf(parameters.Classification, parameters.IncludeSubClassifications, types);
        if (classified is not null)
        {
            if (HasFilter(parameters.TagFilters) && isWildcard)
                throw new AtlasException(AtlasErrorCode.BadRequest, "TagFilters are not possible with a wildcard in the classification");
            where.Add(HasFilter(parameters.TagFilters)
                ? classified with { Filter = TagFilters.Compile(parameters.TagFilters!, classifications, now) }
                : classified);
        }
        if (!string.IsNullOrWhiteSpace(parameters.TermName))
            where.Add(await Terms.AssignedAsync(parameters.TermName, reader, types, cancellationToken).ConfigureAwait(false));
        where.Add(new Filters(name => Attributes.Get(scope, name), now).Compile(parameters.EntityFilters));
        if (!string.IsNullOrWhiteSpace(parameters.Query))
            where.Add(TextQueries.Parse(parameters.Query, scope.Types.SelectMany(type => type.Attributes.Keys), types));
        return new EntityQuery(scope, Predicate.And(where))
        {
            Sort = string.IsNullOrWhiteSpace(parameters.SortBy)
                ? null
                : new SortKey(Attributes.Get(scope, parameters.SortBy), parameters.SortOrder == SortOrder.Descending),
            Offset = Limits.Offset(parameters.Offset),
            Limit = Limits.Limit(parameters.Limit),
            After = Marker(parameters),
        };
    }

    /// <exception cref="AtlasException">400-00-029: it is none of ours, or there is an offset too.</exception>
    public static PageMarker? Marker(SearchParameters parameters)
    {
        if (string.IsNullOrEmpty(parameters.Marker))
            return null;
        if (parameters.Offset > 0)
            throw new AtlasException(AtlasErrorCode.BadRequest, "Marker and offset cannot be used together: leave the offset 0");
        return parameters.Marker == FirstMarker ? null : PageMarker.Parse(parameters.Marker);
    }

    private static SearchParameters Echo(SearchParameters parameters, EntityQuery query) => parameters with
    {
        Limit = query.Limit,
        Offset = query.Offset,
        EntityFilters = Echo(parameters.EntityFilters),
        TagFilters = Echo(parameters.TagFilters),
    };

    /// <summary>The filter with the symbols that answers show.</summary>
    public static FilterCriteria? Echo(FilterCriteria? filter) => filter is null ? null : filter with
    {
        Operator = filter.Operator is null ? null : FilterOperators.Canonical(filter.Operator),
        Criterion = filter.Criterion?.ConvertAll(part => Echo(part)!),
    };

    private static bool HasFilter(FilterCriteria? filter) => filter is { IsEmpty: false };

    private static bool IsReference(Scope scope, string name) => scope.Types.Any(type => Reference.Find(type, name) is not null);
}
