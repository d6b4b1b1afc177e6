using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Search;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Indexing;

/// <summary>Brings entities into the search index whose types come to index attributes that they had before; in the transaction of the types' change.</summary>
internal static class Reindexing
{
    private const int BatchSize = 1000;

    public static async ValueTask RunAsync(ICatalogWriter writer, TypeRegistry before, TypeRegistry after, CancellationToken cancellationToken)
    {
        TypeSlice[] slices =
        [
            .. after.EntityTypes.Where(type => before.TryGet<EntityType>(type.Name, out var old) && IndexesMore(old, type))
                .SelectMany(_ => Enum.GetValues<EntityRowStatus>(), (type, status) => new TypeSlice(type.Name, status)),
        ];
        if (slices.Length == 0)
            return;
        SearchPosition? last = null;
        IReadOnlyList<SearchHit> batch;
        do
        {
            batch = await writer.SearchAsync(new SearchSource.OfTypes(slices), new SearchPage(last, 0, BatchSize), cancellationToken).ConfigureAwait(false);
            SearchRow[] rows = [.. batch.Select(hit => StoredEntity.FromRow(hit.Entity))
                .Select(entity => SearchRows.Of(entity, after.GetEntityType(entity.TypeName), isNew: false, withWords: true))];
            await writer.SetSearchAsync(rows, cancellationToken).ConfigureAwait(false);
            last = batch.Count > 0 ? batch[^1].Position : null;
        }
        while (batch.Count == BatchSize);
    }

    // An attribute that is new has no values yet.
    private static bool IndexesMore(EntityType before, EntityType after) => !ReferenceEquals(before, after) && after.Attributes.Values
        .Where(IndexedAttribute.IsIndexed)
        .Any(attribute => before.Attributes.TryGetValue(attribute.Name, out var old) && !IndexedAttribute.IsIndexed(old));
}
