using AtlasHa.Catalog.Discovery.Basic;
using AtlasHa.Catalog.Discovery.Indexing;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Search;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Query;

/// <summary>
/// Answers queries on one snapshot. The indexes give candidates, and each is tested before it counts. Few candidates are gathered and put in order here;
/// many are read in the order of an index until the page is full, so that a page costs what it holds and not what the catalogue holds.
/// </summary>
internal sealed class EntitySearch(ICatalogReader reader, TypeRegistry types, SearchThresholds thresholds)
{
    private readonly CandidateStream _stream = new(reader, types);

    public EntitySearch(ICatalogReader reader, TypeRegistry types)
        : this(reader, types, SearchThresholds.Default)
    {
    }

    public async ValueTask<EntityPage> FindAsync(EntityQuery query, CancellationToken cancellationToken)
    {
        var (best, count) = await ChooseAsync(query, cancellationToken).ConfigureAwait(false);
        // A page that began in the order of an index goes on in it.
        var isBegun = query.After?.Kind is MarkerKind.Sorted or MarkerKind.Unsorted;
        if (query.Sort is { } sort && (isBegun || (count > thresholds.Gathered && IsOrdered(sort))))
            return await SortedAsync(query, cancellationToken).ConfigureAwait(false);
        var isUnion = best is { Sources.Count: not 1 } or { Guids.Count: > 0 };
        if (query.Sort is not null || (isUnion && count <= thresholds.Gathered))
            return await GatheredAsync(query, best, cancellationToken).ConfigureAwait(false);
        if (isUnion)
            return await StreamedAsync(query, best!, cancellationToken).ConfigureAwait(false);
        var source = best?.Sources[0] ?? query.Scope.All();
        // Another page may find another source to be the best one: a place in this one would mean nothing there.
        var kind = best is null && query.Where.IsTrue ? MarkerKind.Found : MarkerKind.Count;
        var filling = new Filling(query);
        await filling.AddAsync(_stream, source, query.Where, kind, cancellationToken).ConfigureAwait(false);
        return filling.Page();
    }

    /// <summary>How many entities match, as far as an index can tell: filters that it does not cover are not counted. At most <paramref name="atMost"/>.</summary>
    public async ValueTask<int> CountAsync(EntityQuery query, int atMost, CancellationToken cancellationToken)
    {
        // The filters first: they are seldom met by as many as the scope has, which is then not counted further than that.
        var least = atMost;
        foreach (var cover in Covers.Of(query.Where, query.Scope).Append(Cover.Of(query.Scope.All())))
            least = await CountAsync(cover, least, cancellationToken).ConfigureAwait(false);
        return least;
    }

    /// <summary>All that match, in no order, as they are read.</summary>
    public IAsyncEnumerable<Candidate> AllAsync(EntityQuery query, Cover? cover, CancellationToken cancellationToken) =>
        _stream.ReadAsync(cover ?? Cover.Of(query.Scope.All()), query, cancellationToken);

    /// <summary>The cover with the fewest candidates, and how many those are, counted up to just above <see cref="SearchThresholds.Gathered"/>.</summary>
    public async ValueTask<(Cover? Best, int Count)> ChooseAsync(EntityQuery query, CancellationToken cancellationToken)
    {
        Cover[] covers = [.. Covers.Of(query.Where, query.Scope)];
        if (covers.Length == 0)
            return (null, int.MaxValue);
        // Words and classifications are not kept by type: where there are few entities at all, those are quicker to go through.
        var all = Cover.Of(query.Scope.All());
        if (await CountAsync(all, thresholds.Few + 1, cancellationToken).ConfigureAwait(false) is var few && few <= thresholds.Few)
            return (all, few);
        if (covers is [{ Sources.Count: 1, Guids.Count: 0 }] && query.Sort is null)
            return (covers[0], 0);
        (Cover? Best, int Count) best = (null, int.MaxValue);
        foreach (var cover in covers)
        {
            var count = await CountAsync(cover, thresholds.Gathered + 1, cancellationToken).ConfigureAwait(false);
            if (count < best.Count)
                best = (cover, count);
        }
        return best;
    }

    private static bool IsOrdered(SortKey sort) => sort.Attribute is { IsIndexed: true, Type: not ArrayType };

    private async ValueTask<int> CountAsync(Cover cover, int atMost, CancellationToken cancellationToken)
    {
        var count = Math.Min(cover.Guids.Count, atMost);
        foreach (var source in cover.Sources.TakeWhile(_ => count < atMost))
            count += await reader.CountAsync(source, atMost - count, cancellationToken).ConfigureAwait(false);
        return count;
    }

    private async ValueTask<EntityPage> SortedAsync(EntityQuery query, CancellationToken cancellationToken)
    {
        var sort = query.Sort!;
        var filling = new Filling(query);
        if (query.After?.Kind != MarkerKind.Unsorted)
        {
            var source = new SearchSource.OfValues([.. query.Scope.Slices(sort.Attribute.Name, ValueRange.All)], sort.Descending);
            await filling.AddAsync(_stream, source, query.Where, MarkerKind.Sorted, cancellationToken).ConfigureAwait(false);
        }
        var unsorted = Predicate.And(query.Where, new Predicate.Test(sort.Attribute, Comparison.IsNull, []));
        await filling.AddAsync(_stream, query.Scope.All(), unsorted, MarkerKind.Unsorted, cancellationToken).ConfigureAwait(false);
        return filling.Page();
    }

    private async ValueTask<EntityPage> GatheredAsync(EntityQuery query, Cover? cover, CancellationToken cancellationToken)
    {
        var from = (long)(query.After?.Count ?? 0) + query.Offset;
        var wanted = from + query.Limit;
        var order = new CandidateOrder(query.Sort);
        List<StoredEntity> kept = [];
        var total = 0;
        await foreach (var candidate in AllAsync(query, cover, cancellationToken).ConfigureAwait(false))
        {
            total++;
            Limits.CheckSorted(wanted, kept.Count);
            kept.Add(candidate.Entity);
            // Only what can still be on the page stays in memory.
            if (kept.Count > 2 * wanted + thresholds.Gathered)
                kept = [.. order.Sort(kept, Bare).Take((int)wanted)];
        }
        StoredEntity[] page = [.. order.Sort(kept, Bare).Skip((int)Math.Min(from, int.MaxValue)).Take(query.Limit)];
        return new EntityPage(page, total, from + page.Length < total ? new PageMarker((int)from + page.Length, MarkerKind.Count, null) : null);
    }

    /// <summary>Source after source of a union, each entity once, until the page is full.</summary>
    private async ValueTask<EntityPage> StreamedAsync(EntityQuery query, Cover cover, CancellationToken cancellationToken)
    {
        var from = (long)(query.After?.Count ?? 0) + query.Offset;
        List<StoredEntity> page = [];
        var passed = 0;
        await foreach (var candidate in AllAsync(query, cover, cancellationToken).ConfigureAwait(false))
        {
            // One more than the page shows that there is a next one.
            if (page.Count == query.Limit)
                return new EntityPage(page, null, new PageMarker(passed, MarkerKind.Count, null));
            if (passed++ >= from)
                page.Add(candidate.Entity);
        }
        return new EntityPage(page, passed, null);
    }

    private Candidate Bare(StoredEntity entity) => new Surroundings(reader, types).CandidateOf(entity);
}
