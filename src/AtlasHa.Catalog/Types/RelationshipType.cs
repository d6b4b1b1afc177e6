using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Types;

/// <summary>A typed edge between two entities.</summary>
public sealed class RelationshipType : StructType
{
    internal RelationshipType(AtlasRelationshipDef def) : base(def)
    {
    }

    public new AtlasRelationshipDef Def => (AtlasRelationshipDef)base.Def;

    public override TypeCategory? Category => TypeCategory.Relationship;

    public EntityType End1Type { get; internal set; } = null!;

    public EntityType End2Type { get; internal set; } = null!;
}
