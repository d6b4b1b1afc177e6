namespace AtlasHa.Catalog.Storage.Imports;

/// <summary>Changes of background imports.</summary>
public interface IImportWriter
{
    /// <summary>Inserts or replaces by id; one that is replaced keeps its place in the order.</summary>
    ValueTask PutAsync(ImportRow row, CancellationToken cancellationToken);

    /// <summary>Changes nothing but <see cref="ImportRow.Progress"/>.</summary>
    ValueTask PutProgressAsync(string importId, byte[] progress, CancellationToken cancellationToken);

    /// <summary>Inserts or replaces by id and number.</summary>
    ValueTask PutPartAsync(string importId, int number, byte[] content, CancellationToken cancellationToken);

    /// <summary>Removes one part of an import.</summary>
    ValueTask DeletePartAsync(string importId, int number, CancellationToken cancellationToken);

    /// <summary>Removes an import; its parts are left to <see cref="DropPartsAsync"/>.</summary>
    ValueTask DeleteAsync(string importId, CancellationToken cancellationToken);

    /// <summary>Removes at most so many parts of imports that are over or gone; how many there were.</summary>
    ValueTask<int> DropPartsAsync(int atMost, CancellationToken cancellationToken);

    /// <summary>Removes those that are over, all but the newest of them.</summary>
    ValueTask ForgetAsync(int keep, CancellationToken cancellationToken);
}
