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

    /// <summary>The name that relationships of this type go by in the graph, as Atlas derives it.</summary>
    public string Label => Def.RelationshipLabel
        ?? LegacyLabel(End1Type, Def.EndDef1!) ?? LegacyLabel(End2Type, Def.EndDef2!) ?? $"r:{Name}";

    private static string? LegacyLabel(EntityType type, AtlasRelationshipEndDef end) =>
        end.IsLegacyAttribute ? $"__{type.Attributes.GetValueOrDefault(end.Name!)?.DeclaringType ?? type.Name}.{end.Name}" : null;
}
