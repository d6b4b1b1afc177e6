using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Answers;

/// <summary>Real stores whose calls can be held, for one store each.</summary>
public sealed class HeldStores(IStores stores) : IStores
{
    private HeldStore? _hold;

    /// <summary>Holds the store that was created.</summary>
    public HeldStore Hold => _hold!;

    public async Task<ICatalogStore> CreateAsync()
    {
        (var store, _hold) = HeldStore.Before(await stores.CreateAsync());
        return store;
    }
}
