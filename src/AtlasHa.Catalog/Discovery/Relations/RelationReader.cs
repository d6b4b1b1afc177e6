using System.Runtime.CompilerServices;
using System.Text;
using AtlasHa.Catalog.Discovery.Basic;
using AtlasHa.Catalog.Discovery.Indexing;
using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Catalog.Discovery.Relations;

/// <summary>
/// Finds relationships on one snapshot: by guid where the filter names guids, else type after type in order of creation until the page is full. Only to sort
/// them all of their types are read.
/// </summary>
internal sealed class RelationReader(ICatalogReader reader)
{
    private const int SmallestBatch = 16;
    private const int LargestBatch = 1000;

    private static readonly Comparer<byte[]> ByBytes = Comparer<byte[]>.Create(static (left, right) => left.AsSpan().SequenceCompareTo(right));

    public ValueTask<RelationPage> FindAsync(RelationQuery query, CancellationToken cancellationToken) =>
        RelationPredicates.GuidsOf(query.Where) is { } guids ? GatheredAsync(query, ByGuidAsync(query, guids, cancellationToken), cancellationToken)
        : query.Sort is not null ? GatheredAsync(query, AllAsync(query, cancellationToken), cancellationToken)
        : StreamedAsync(query, cancellationToken);

    /// <summary>How many relationships there are of the types, whatever the filter; at most <paramref name="atMost"/>.</summary>
    public async ValueTask<int> CountAsync(RelationQuery query, int atMost, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var type in query.Types.TakeWhile(_ => count < atMost))
            count += await reader.CountRelationshipsOfTypeAsync(type.Name, query.ActiveOnly, atMost - count, cancellationToken).ConfigureAwait(false);
        return count;
    }

    private async ValueTask<RelationPage> StreamedAsync(RelationQuery query, CancellationToken cancellationToken)
    {
        List<StoredRelationship> page = [];
        SearchPosition? last = null;
        var (passed, skip) = query.After switch
        {
            null => (0, query.Offset),
            { Position: null } counted => (0, counted.Count),
            { } placed => (placed.Count, 0),
        };
        await foreach (var (relationship, place) in PlacedAsync(query, query.After?.Position, cancellationToken).ConfigureAwait(false))
        {
            // One more than the page shows that there is a next one.
            if (skip <= 0 && page.Count == query.Limit)
                return new RelationPage(page, null, new PageMarker(passed, MarkerKind.Found, last));
            passed++;
            last = place;
            if (skip-- <= 0)
                page.Add(relationship);
        }
        return new RelationPage(page, passed, null);
    }

    private static async ValueTask<RelationPage> GatheredAsync(
        RelationQuery query, IAsyncEnumerable<StoredRelationship> candidates, CancellationToken cancellationToken)
    {
        var from = (long)(query.After?.Count ?? 0) + query.Offset;
        var wanted = from + query.Limit;
        List<StoredRelationship> kept = [];
        var total = 0;
        await foreach (var relationship in candidates.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            total++;
            Limits.CheckSorted(wanted, kept.Count);
            kept.Add(relationship);
            // Only what can still be on the page stays in memory.
            if (kept.Count > 2 * wanted + LargestBatch)
                kept = [.. Sorted(kept, query.Sort).Take((int)wanted)];
        }
        StoredRelationship[] page = [.. Sorted(kept, query.Sort).Skip((int)Math.Min(from, int.MaxValue)).Take(query.Limit)];
        return new RelationPage(page, total, from + page.Length < total ? new PageMarker((int)from + page.Length, MarkerKind.Count, null) : null);
    }

    private async IAsyncEnumerable<StoredRelationship> AllAsync(RelationQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (relationship, _) in PlacedAsync(query with { Limit = LargestBatch }, after: null, cancellationToken).ConfigureAwait(false))
            yield return relationship;
    }

    private async IAsyncEnumerable<StoredRelationship> ByGuidAsync(
        RelationQuery query, IReadOnlySet<string> guids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var names = query.Types.Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var some in guids.Chunk(LargestBatch))
        {
            foreach (var row in (await reader.ReadRelationshipsAsync(some, cancellationToken).ConfigureAwait(false)).Values)
            {
                if (names.Contains(row.TypeName) && !(query.ActiveOnly && row.Status != EntityRowStatus.Active)
                    && StoredRelationship.FromRow(row) is var relationship && RelationPredicates.Holds(query.Where, relationship))
                    yield return relationship;
            }
        }
    }

    /// <summary>Those of which the filter holds, in batches that grow. A place is the name of the type and the relationship's number.</summary>
    private async IAsyncEnumerable<(StoredRelationship Relationship, SearchPosition Place)> PlacedAsync(
        RelationQuery query, SearchPosition? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var size = Math.Clamp(query.Offset + query.Limit + 1, SmallestBatch, LargestBatch);
        var begun = after is null ? null : Encoding.UTF8.GetString(after.Key);
        foreach (var type in query.Types.Where(type => begun is null || string.CompareOrdinal(type.Name, begun) >= 0))
        {
            var key = Encoding.UTF8.GetBytes(type.Name);
            var last = type.Name == begun ? after!.Id : 0;
            while (true)
            {
                var rows = await reader.ReadRelationshipsOfTypeAsync(type.Name, query.ActiveOnly, last, size, cancellationToken).ConfigureAwait(false);
                foreach (var row in rows)
                {
                    var relationship = StoredRelationship.FromRow(row.Row);
                    if (RelationPredicates.Holds(query.Where, relationship))
                        yield return (relationship, new SearchPosition(key, row.Id));
                }
                if (rows.Count < size)
                    break;
                last = rows[^1].Id;
                size = Math.Min(2 * size, LargestBatch);
            }
        }
    }

    /// <summary>Relationships without a value come last, equal ones in order of creation.</summary>
    private static IEnumerable<StoredRelationship> Sorted(IEnumerable<StoredRelationship> relationships, SortKey? sort)
    {
        var keyed = relationships.Select(relationship => (Relationship: relationship, Key: sort is null ? null : KeyOf(relationship, sort.Attribute))).ToList();
        var byValue = keyed.OrderBy(item => item.Key is null);
        byValue = sort?.Descending == true ? byValue.ThenByDescending(item => item.Key ?? [], ByBytes) : byValue.ThenBy(item => item.Key ?? [], ByBytes);
        return byValue.ThenBy(item => item.Relationship.CreateTime).ThenBy(item => item.Relationship.Guid, StringComparer.Ordinal).Select(item => item.Relationship);
    }

    // Of several values the first one decides.
    private static byte[]? KeyOf(StoredRelationship relationship, SearchAttribute attribute)
    {
        var value = RelationAttributes.Read(relationship, attribute);
        return ValueCodec.Encode(value is IReadOnlyList<object?> list ? list.Count > 0 ? list[0] : null : value);
    }
}
