using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>Finds the entity that a locator names.</summary>
internal static class EntityLocators
{
    /// <summary>The guid of the entity; one that was given as such is not looked up.</summary>
    /// <exception cref="AtlasException">400-00-014 unknown type; 400-00-013 no unique attribute; 404-00-009 there is no such entity.</exception>
    public static async ValueTask<string> FindGuidAsync(
        this EntityLocator locator, ICatalogReader reader, TypeRegistry types, CancellationToken cancellationToken) =>
        locator.Guid ?? await UniqueAttributeLookup.GetAsync(
            reader, types.GetEntityType(locator.TypeName), locator.UniqueAttributes ?? new Dictionary<string, string>(), cancellationToken)
            .ConfigureAwait(false);
}
