using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Types;

/// <summary>A group of attributes that users attach to entities of certain types.</summary>
public sealed class BusinessMetadataType : StructType
{
    internal BusinessMetadataType(AtlasBusinessMetadataDef def) : base(def)
    {
    }

    public new AtlasBusinessMetadataDef Def => (AtlasBusinessMetadataDef)base.Def;

    public override TypeCategory? Category => TypeCategory.BusinessMetadata;

    /// <summary>Names of the entity types (their subtypes are meant too) that an attribute may be given to.</summary>
    public static IReadOnlyList<string> ApplicableEntityTypes(AtlasAttributeDef attribute) =>
        TypeOptions.ParseNames(attribute.Options?.GetValueOrDefault(TypeOptions.ApplicableEntityTypes));
}
