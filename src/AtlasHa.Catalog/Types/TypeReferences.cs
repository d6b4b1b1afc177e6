using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Types;

/// <summary>The names of the types that a definition refers to (built-in ones may be among them).</summary>
internal static class TypeReferences
{
    public static IEnumerable<string> Of(AtlasBaseTypeDef def)
    {
        var names = def is AtlasStructDef { AttributeDefs: { } attributes }
            ? attributes.SelectMany(attribute => TypeName.Leaves(attribute.TypeName!))
            : [];
        return names.Concat(def switch
        {
            AtlasEntityDef d => d.SuperTypes ?? [],
            AtlasClassificationDef d => (d.SuperTypes ?? []).Concat(d.EntityTypes ?? []),
            AtlasRelationshipDef d => [d.EndDef1!.Type!, d.EndDef2!.Type!],
            AtlasBusinessMetadataDef d => (d.AttributeDefs ?? []).SelectMany(BusinessMetadataType.ApplicableEntityTypes),
            _ => [],
        });
    }
}
