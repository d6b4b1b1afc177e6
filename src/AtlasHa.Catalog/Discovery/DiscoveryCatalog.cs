using AtlasHa.Catalog.Discovery.Basic;
using AtlasHa.Catalog.Discovery.Dsl;
using AtlasHa.Catalog.Discovery.Relations;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery;

/// <summary>
/// The searches of one term of office; each sees one snapshot. All may throw <see cref="AtlasException"/>, <see cref="StaleEpochException"/> and
/// <see cref="StoreUnavailableException"/>.
/// </summary>
public sealed class DiscoveryCatalog
{
    private readonly CatalogAccess _access;
    private readonly TimeProvider _time;
    private readonly DiscoveryOptions _options;

    internal DiscoveryCatalog(CatalogAccess access, TimeProvider time, DiscoveryOptions options) => (_access, _time, _options) = (access, time, options);

    public Task<AtlasSearchResult> SearchBasicAsync(SearchParameters parameters, CancellationToken cancellationToken)
    {
        BasicSearch.Check(parameters);
        return _access.ReadAsync(
            (reader, types) => new BasicSearch(reader, types, _time.GetUtcNow()).SearchAsync(parameters, cancellationToken), cancellationToken);
    }

    /// <summary>Entities whose attribute begins with a prefix.</summary>
    /// <param name="attributeName">Null or empty: qualifiedName where the type has one, else name.</param>
    public Task<AtlasSearchResult> SearchByAttributeAsync(
        string? attributeName, string? prefix, string? typeName, int limit, int offset, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(attributeName) && string.IsNullOrWhiteSpace(prefix))
            throw new AtlasException(AtlasErrorCode.InvalidParameters, "attrName and attrValuePrefix are both empty");
        var name = !string.IsNullOrWhiteSpace(attributeName)
            ? attributeName
            : _access.Types.TryGet<EntityType>(typeName ?? "", out var type) && !type.Attributes.ContainsKey("qualifiedName") ? "name" : "qualifiedName";
        return SearchBasicAsync(
            new SearchParameters
            {
                TypeName = typeName,
                Limit = Limits.Limit(limit),
                Offset = Limits.Offset(offset),
                EntityFilters = new FilterCriteria { AttributeName = name, Operator = "startsWith", AttributeValue = prefix },
            },
            cancellationToken);
    }

    public Task<AtlasSearchResult> SearchFullTextAsync(string? query, bool excludeDeleted, int limit, int offset, CancellationToken cancellationToken) =>
        _access.ReadAsync(
            (reader, types) => FullTextSearch.SearchAsync(reader, types, query, excludeDeleted, limit, offset, cancellationToken), cancellationToken);

    public Task<AtlasSearchResult> SearchDslAsync(
        string? query, string? typeName, string? classification, int limit, int offset, CancellationToken cancellationToken) =>
        _access.ReadAsync(
            (reader, types) => new DslSearch(reader, types).SearchAsync(query, typeName, classification, limit, offset, cancellationToken), cancellationToken);

    public Task<AtlasQuickSearchResult> SearchQuickAsync(QuickSearchParameters parameters, CancellationToken cancellationToken)
    {
        QuickSearch.Check(parameters);
        return _access.ReadAsync(
            (reader, types) => new QuickSearch(reader, types, _time.GetUtcNow()).SearchAsync(parameters, cancellationToken), cancellationToken);
    }

    public async Task<AtlasSuggestionsResult> SuggestAsync(string? prefix, string? fieldName, CancellationToken cancellationToken) => new()
    {
        Suggestions = await _access.ReadAsync(
            (reader, types) => Basic.Suggestions.FindAsync(reader, types, prefix, fieldName, cancellationToken), cancellationToken).ConfigureAwait(false),
        PrefixString = prefix,
        FieldName = fieldName,
    };

    public Task<AtlasSearchResult> SearchRelatedAsync(RelatedSearchParameters parameters, CancellationToken cancellationToken) =>
        _access.ReadAsync((reader, types) => new RelatedSearch(reader, types).SearchAsync(parameters, cancellationToken), cancellationToken);

    /// <summary>Relationships by type and filters.</summary>
    /// <exception cref="AtlasException">400-00-029: not served here.</exception>
    public Task<AtlasSearchResult> SearchRelationsAsync(SearchParameters parameters, CancellationToken cancellationToken)
    {
        if (!_options.RelationshipSearch)
            throw new AtlasException(
                AtlasErrorCode.BadRequest, "Relationship search is not enabled: set AtlasHa:Catalog:Discovery:RelationshipSearch (atlas.relationship.search.enabled in Atlas)");
        RelationSearch.Check(parameters);
        return _access.ReadAsync(
            (reader, types) => new RelationSearch(reader, types, _time.GetUtcNow()).SearchAsync(parameters, cancellationToken), cancellationToken);
    }
}
