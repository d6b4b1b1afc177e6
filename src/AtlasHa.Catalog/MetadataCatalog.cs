using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Models;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Catalog;

/// <summary>The catalogue for one term of office: what the active instance serves from. A new term opens a new one.</summary>
public sealed class MetadataCatalog : IAsyncDisposable
{
    private readonly WriteQueue _writes;

    private MetadataCatalog(WriteQueue writes, TypeCatalog types, EntityCatalog entities)
    {
        _writes = writes;
        Types = types;
        Entities = entities;
    }

    public TypeCatalog Types { get; }

    public EntityCatalog Entities { get; }

    /// <summary>The types of this moment.</summary>
    public TypeRegistry Registry => Types.Registry;

    /// <inheritdoc cref="WriteQueue.TermOver"/>
    public Task<Exception> TermOver => _writes.TermOver;

    /// <summary>Reads the types from the store, creates the core types that are missing and loads the models folder.</summary>
    /// <param name="epoch">The epoch of this term, already claimed in the store.</param>
    /// <exception cref="StaleEpochException">The store has accepted another epoch.</exception>
    /// <exception cref="StoreUnavailableException">The store failed.</exception>
    /// <exception cref="AtlasException">The stored types do not fit together, or not with the core types.</exception>
    public static async Task<MetadataCatalog> OpenAsync(
        ICatalogStore store, long epoch, CatalogOptions options, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var registry = await ReadRegistryAsync(store, epoch, cancellationToken).ConfigureAwait(false);
        var writes = new WriteQueue(store, epoch, options.Writes, loggers.CreateLogger<WriteQueue>());
        try
        {
            var memory = new RequestMemory(writes, options.Writes.RememberRequestsFor);
            var types = new TypeCatalog(memory, time, registry);
            var loader = new ModelLoader(types, loggers.CreateLogger<ModelLoader>());
            await loader.LoadCoreAsync(cancellationToken).ConfigureAwait(false);
            if (!string.IsNullOrEmpty(options.ModelsFolder))
                await loader.LoadFolderAsync(options.ModelsFolder, cancellationToken).ConfigureAwait(false);
            return new MetadataCatalog(writes, types, new EntityCatalog(store, epoch, memory, () => types.Registry, time));
        }
        catch
        {
            await writes.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Finishes the writes in flight and refuses later ones.</summary>
    public ValueTask DisposeAsync() => _writes.DisposeAsync();

    private static async Task<TypeRegistry> ReadRegistryAsync(ICatalogStore store, long epoch, CancellationToken cancellationToken)
    {
        var reader = await store.OpenReaderAsync(epoch, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var rows = await reader.ReadTypesAsync(cancellationToken).ConfigureAwait(false);
            return TypeRegistry.Empty.With(rows.Select(TypeChange.FromRow));
        }
    }
}
