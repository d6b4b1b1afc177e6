using AtlasHa.Catalog.Discovery.Basic;
using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Dsl;

/// <summary>Runs queries in Atlas's query language on one snapshot.</summary>
internal sealed class DslSearch(ICatalogReader reader, TypeRegistry types)
{
    /// <exception cref="AtlasException">400-00-058: too long; 400-00-059: whatever else is wrong with the query.</exception>
    public async ValueTask<AtlasSearchResult> SearchAsync(
        string? query, string? typeName, string? classification, int limit, int offset, CancellationToken cancellationToken)
    {
        Limits.CheckQuery(query);
        var text = Text(query, typeName, classification);
        try
        {
            return await RunAsync(text, Limits.Limit(limit), Limits.Offset(offset), cancellationToken).ConfigureAwait(false);
        }
        catch (DslException failure)
        {
            throw new AtlasException(AtlasErrorCode.InvalidDslQuery, text, failure.At(text));
        }
    }

    private static string Text(string? query, string? typeName, string? classification)
    {
        var text = string.IsNullOrWhiteSpace(typeName) ? "" : $"`{typeName.Replace("`", "``", StringComparison.Ordinal)}` ";
        if (!string.IsNullOrWhiteSpace(query))
            return text + query;
        return string.IsNullOrWhiteSpace(classification) || text.Length == 0
            ? text + classification
            : $"{text}isa `{classification.Replace("`", "``", StringComparison.Ordinal)}`";
    }

    private async ValueTask<AtlasSearchResult> RunAsync(string text, int limit, int offset, CancellationToken cancellationToken)
    {
        var parsed = DslParser.Parse(text);
        // A limit in the text replaces both.
        if (parsed.Limit is not null || parsed.Offset is not null)
            (limit, offset) = (parsed.Limit ?? limit, parsed.Offset ?? 0);
        var (names, where) = await new DslCompiler(reader, types).CompileAsync(parsed, cancellationToken).ConfigureAwait(false);
        var narrowed = await new RelatedNarrowing(reader, types).NarrowAsync(where, cancellationToken).ConfigureAwait(false);
        var table = new DslTable(reader, types, parsed, names);
        var query = new EntityQuery(names.Entities, narrowed) { Sort = table.EntityOrder, Limit = limit, Offset = offset };
        var result = new AtlasSearchResult { QueryType = SearchQueryType.Dsl, QueryText = text };
        if (parsed.Select.Count > 0 && !table.IsOfEntities)
            return result with { Attributes = await table.RowsAsync(query, cancellationToken).ConfigureAwait(false) };
        var page = await new EntitySearch(reader, types).FindAsync(query, cancellationToken).ConfigureAwait(false);
        var entities = await table.EntitiesAsync(page.Entities, cancellationToken).ConfigureAwait(false);
        return result with { Entities = await HeadersAsync(entities, cancellationToken).ConfigureAwait(false) };
    }

    private async ValueTask<List<Model.Instances.AtlasEntityHeader>?> HeadersAsync(IReadOnlyList<StoredEntity> entities, CancellationToken cancellationToken)
    {
        var (headers, _) = await new FoundEntities(reader, types).HeadersAsync(entities, [], withClassifications: true, cancellationToken).ConfigureAwait(false);
        return headers.Count == 0 ? null : headers;
    }
}
