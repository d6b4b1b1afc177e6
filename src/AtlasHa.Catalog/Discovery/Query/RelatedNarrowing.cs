using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Query;

/// <summary>
/// Turns conditions on related entities round where that is quicker: few entities that satisfy the inner condition are found first, then what refers to them.
/// What is not narrowed is tested entity by entity.
/// </summary>
internal sealed class RelatedNarrowing(ICatalogReader reader, TypeRegistry types)
{
    private const int MaxEntities = 200;

    /// <summary>A predicate with the same meaning.</summary>
    public async ValueTask<Predicate> NarrowAsync(Predicate predicate, CancellationToken cancellationToken)
    {
        switch (predicate)
        {
            case Predicate.All all:
                return Predicate.And(await NarrowAsync(all.Parts, cancellationToken).ConfigureAwait(false));
            case Predicate.Any any:
                return new Predicate.Any(await NarrowAsync(any.Parts, cancellationToken).ConfigureAwait(false));
            case Predicate.Related { Reference: { Target: { } target, Relationships.Count: > 0 } reference } related:
                var inner = await NarrowAsync(related.Inner, cancellationToken).ConfigureAwait(false);
                return await NarrowAsync(new Predicate.Related(reference, inner), target, cancellationToken).ConfigureAwait(false);
            default:
                return predicate;
        }
    }

    private async ValueTask<List<Predicate>> NarrowAsync(IReadOnlyList<Predicate> parts, CancellationToken cancellationToken)
    {
        List<Predicate> narrowed = [];
        foreach (var part in parts)
            narrowed.Add(await NarrowAsync(part, cancellationToken).ConfigureAwait(false));
        return narrowed;
    }

    private async ValueTask<Predicate> NarrowAsync(Predicate.Related related, EntityType target, CancellationToken cancellationToken)
    {
        var query = new EntityQuery(Scope.Of([target], withSubTypes: true, types), related.Inner) { Limit = MaxEntities };
        var search = new EntitySearch(reader, types);
        var (_, count) = await search.ChooseAsync(query, cancellationToken).ConfigureAwait(false);
        // Candidates are counted before they are read: many of them would cost more than they save.
        if (count > MaxEntities || await search.FindAsync(query, cancellationToken).ConfigureAwait(false) is not { Next: null } found)
            return related;
        var ends = found.Entities.Select(entity => entity.Guid).ToHashSet(StringComparer.Ordinal);
        var names = related.Reference.Relationships.Select(attribute => attribute.RelationshipType.Name).ToHashSet(StringComparer.Ordinal);
        var rows = await reader.ReadRelationshipsOfAsync(ends, cancellationToken).ConfigureAwait(false);
        var candidates = rows.Where(row => names.Contains(row.TypeName)).SelectMany(row => new[] { row.End1Guid, row.End2Guid }).ToHashSet(StringComparer.Ordinal);
        // Which end they are at, and what is deleted, is for the condition itself to say.
        return Predicate.And(new Predicate.OneOf(candidates), related);
    }
}
