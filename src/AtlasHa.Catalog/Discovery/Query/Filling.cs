using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Catalog.Discovery.Query;

/// <summary>A page that is filled from ordered sources, one after the other, until it is full.</summary>
internal sealed class Filling(EntityQuery query)
{
    private readonly List<StoredEntity> _found = [];
    private long _skip = (query.After is { Position: null } counted ? counted.Count : 0L) + query.Offset;

    // With those of earlier pages.
    private int _passed = query.After is { Position: not null } placed ? placed.Count : 0;
    private PageMarker? _next;

    /// <summary>Goes on with a source, unless the page is full.</summary>
    public async ValueTask AddAsync(
        CandidateStream stream, SearchSource source, Predicate where, MarkerKind kind, CancellationToken cancellationToken)
    {
        if (_next is not null)
            return;
        var after = query.After is { Position: { } position } marker && marker.Kind == kind ? position : null;
        SearchPosition? last = null;
        var expected = (int)Math.Min(_skip + query.Limit - _found.Count + 1, int.MaxValue);
        await foreach (var (candidate, place) in stream.ReadAsync(source, query.Scope, where, after, expected, cancellationToken).ConfigureAwait(false))
        {
            // One more than the page shows that there is a next one.
            if (_skip <= 0 && _found.Count == query.Limit)
            {
                _next = last is null || kind == MarkerKind.Count ? new PageMarker(_passed, MarkerKind.Count, null) : new PageMarker(_passed, kind, last);
                return;
            }
            _passed++;
            last = place;
            if (_skip-- <= 0)
                _found.Add(candidate.Entity);
        }
    }

    public EntityPage Page() => new(_found, _next is null ? _passed : null, _next);
}
