using System.Runtime.CompilerServices;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Search;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Query;

/// <summary>Reads candidates in batches that grow, so that a small page reads little and a long search goes few times to the store, and tests each.</summary>
internal sealed class CandidateStream(ICatalogReader reader, TypeRegistry types)
{
    private const int SmallestBatch = 16;
    private const int LargestBatch = 1000;

    /// <summary>Entities of the scope of which the predicate holds, in the order of the source, with the places where they are.</summary>
    public async IAsyncEnumerable<(Candidate Candidate, SearchPosition Position)> ReadAsync(
        SearchSource source, Scope scope, Predicate where, SearchPosition? after, int expected, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // With several values an entity comes several times.
        HashSet<string>? seen = source is SearchSource.OfValues ? [] : null;
        var size = Math.Clamp(expected, SmallestBatch, LargestBatch);
        while (true)
        {
            var hits = await reader.SearchAsync(source, new SearchPage(after, 0, size), cancellationToken).ConfigureAwait(false);
            StoredEntity[] entities = [.. hits.Select(hit => StoredEntity.FromRow(hit.Entity))];
            var surroundings = new Surroundings(reader, types);
            await Evaluation.LoadAsync(where, entities, surroundings, cancellationToken).ConfigureAwait(false);
            foreach (var (entity, hit) in entities.Zip(hits))
            {
                var candidate = surroundings.CandidateOf(entity);
                if (scope.Admits(entity) && Evaluation.Holds(where, candidate) && (seen?.Add(entity.Guid) ?? true))
                    yield return (candidate, hit.Position);
            }
            if (hits.Count < size)
                yield break;
            after = hits[^1].Position;
            size = Math.Min(2 * size, LargestBatch);
        }
    }

    /// <summary>The same from a cover; each entity once.</summary>
    public async IAsyncEnumerable<Candidate> ReadAsync(Cover cover, EntityQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<string> seen = [];
        foreach (var source in cover.Sources)
        {
            await foreach (var (candidate, _) in ReadAsync(source, query.Scope, query.Where, null, LargestBatch, cancellationToken).ConfigureAwait(false))
            {
                if (seen.Add(candidate.Entity.Guid))
                    yield return candidate;
            }
        }
        foreach (var guids in cover.Guids.Chunk(LargestBatch))
        {
            var rows = await reader.ReadEntitiesAsync(guids, cancellationToken).ConfigureAwait(false);
            StoredEntity[] entities = [.. rows.Values.Select(StoredEntity.FromRow)];
            var surroundings = new Surroundings(reader, types);
            await Evaluation.LoadAsync(query.Where, entities, surroundings, cancellationToken).ConfigureAwait(false);
            foreach (var candidate in entities.Where(query.Scope.Admits).Select(surroundings.CandidateOf))
            {
                if (Evaluation.Holds(query.Where, candidate) && seen.Add(candidate.Entity.Guid))
                    yield return candidate;
            }
        }
    }
}
