using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>Parts of an entity that it names in declared attributes with constraint ownedRef, not through relationships.</summary>
internal static class OwnedReferences
{
    public static IEnumerable<string> Of(StoredEntity entity, EntityType type)
    {
        var guids = new List<string>();
        foreach (AtlasAttribute attribute in type.Attributes.Values.Where(attribute => attribute.IsOwnedRef))
        {
            ReferenceValues.Replace(attribute.Type, entity.Document.Attributes.GetValueOrDefault(attribute.Name), (_, reference) =>
            {
                guids.Add(reference.Guid!);
                return null;
            });
        }

        return guids;
    }
}
