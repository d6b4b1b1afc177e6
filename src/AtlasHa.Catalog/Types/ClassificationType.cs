using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Types;

/// <summary>A tag that can be put on entities.</summary>
public sealed class ClassificationType : HierarchicalType
{
    internal ClassificationType(AtlasClassificationDef def) : base(def)
    {
    }

    public new AtlasClassificationDef Def => (AtlasClassificationDef)base.Def;

    public override TypeCategory? Category => TypeCategory.Classification;

    public override IReadOnlyList<string> DirectSuperTypes => Def.SuperTypes ?? [];

    /// <summary>Every entity type that it may be put on, subtypes included; null when it may be put on all.</summary>
    public IReadOnlySet<string>? EntityTypes { get; internal set; }

    public bool CanApplyTo(EntityType type) => EntityTypes?.Contains(type.Name) ?? true;
}
