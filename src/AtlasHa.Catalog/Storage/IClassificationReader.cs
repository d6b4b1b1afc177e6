namespace AtlasHa.Catalog.Storage;

/// <summary>The classifications of entities in one snapshot.</summary>
public interface IClassificationReader
{
    /// <summary>All rows of the entities, passages included, in no particular order.</summary>
    ValueTask<IReadOnlyList<ClassificationRow>> ReadClassificationsAsync(IReadOnlyCollection<string> entityGuids, CancellationToken cancellationToken);

    /// <summary>All rows of the tags, wherever they have spread, in no particular order.</summary>
    ValueTask<IReadOnlyList<ClassificationRow>> ReadSpreadAsync(IReadOnlyCollection<ClassificationTag> tags, CancellationToken cancellationToken);
}
