using AtlasHa.Catalog.Storage;

namespace AtlasHa.Storage.Tests.Contract;

/// <summary>Where the stores of one test come from; disposing removes the data.</summary>
public interface ITestStores : IAsyncDisposable
{
    /// <summary>Opens a store; every call gives another one on the same data, as another process would have it.</summary>
    ICatalogStore Open();

    /// <summary>Opens a store on a place of its own that nobody has initialized.</summary>
    ICatalogStore OpenEmpty();
}
