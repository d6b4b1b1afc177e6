using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Tests.Entities;

/// <summary>A real snapshot with a counter of round trips in front.</summary>
internal sealed class CountingReader(ICatalogReader inner) : ICatalogReader
{
    public int RoundTrips { get; private set; }

    public long Epoch => inner.Epoch;

    private ICatalogReader Counted
    {
        get
        {
            RoundTrips++;
            return inner;
        }
    }

    public ValueTask<IReadOnlyList<TypeDefRow>> ReadTypesAsync(CancellationToken cancellationToken) => Counted.ReadTypesAsync(cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, EntityRow>> ReadEntitiesAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken) =>
        Counted.ReadEntitiesAsync(guids, cancellationToken);

    public ValueTask<IReadOnlyList<UniqueRow>> FindUniqueAsync(IReadOnlyCollection<UniqueValue> values, CancellationToken cancellationToken) =>
        Counted.FindUniqueAsync(values, cancellationToken);

    public ValueTask<IReadOnlyList<RelationshipRow>> ReadRelationshipsOfAsync(
        IReadOnlyCollection<string> entityGuids, CancellationToken cancellationToken) => Counted.ReadRelationshipsOfAsync(entityGuids, cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, RelationshipRow>> ReadRelationshipsAsync(
        IReadOnlyCollection<string> guids, CancellationToken cancellationToken) => Counted.ReadRelationshipsAsync(guids, cancellationToken);

    public ValueTask<IReadOnlySet<string>> EntityTypesInUseAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        Counted.EntityTypesInUseAsync(typeNames, cancellationToken);

    public ValueTask<IReadOnlySet<string>> RelationshipTypesInUseAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        Counted.RelationshipTypesInUseAsync(typeNames, cancellationToken);

    public ValueTask<IReadOnlySet<string>> TypesUsedByEntitiesAsync(IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken) =>
        Counted.TypesUsedByEntitiesAsync(typeNames, cancellationToken);

    public ValueTask<IReadOnlyList<EntityCount>> CountEntitiesAsync(CancellationToken cancellationToken) => Counted.CountEntitiesAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
