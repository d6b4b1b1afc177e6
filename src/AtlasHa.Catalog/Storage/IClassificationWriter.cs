namespace AtlasHa.Catalog.Storage;

/// <summary>Changes to the classifications of entities. Purging an entity removes its rows and those that have spread from it.</summary>
public interface IClassificationWriter : IClassificationReader
{
    /// <summary>Inserts or replaces by entity, type and source.</summary>
    ValueTask PutClassificationsAsync(IReadOnlyCollection<ClassificationRow> rows, CancellationToken cancellationToken);

    /// <summary>Removes the rows with these entities, types and sources; what else they hold does not matter.</summary>
    ValueTask DeleteClassificationsAsync(IReadOnlyCollection<ClassificationRow> rows, CancellationToken cancellationToken);
}
