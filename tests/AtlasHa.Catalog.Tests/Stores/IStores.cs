using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Tests.Stores;

/// <summary>Where the store of a test comes from: suites that run on every store take one of these.</summary>
public interface IStores
{
    /// <summary>An empty store that nobody has initialized.</summary>
    Task<ICatalogStore> CreateAsync();
}
