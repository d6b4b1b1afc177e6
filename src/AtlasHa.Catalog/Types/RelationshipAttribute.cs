using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Types;

/// <summary>What one end of a relationship type gives to the entity type at that end: an attribute that refers to the other end.</summary>
public sealed class RelationshipAttribute
{
    internal RelationshipAttribute(RelationshipType relationshipType, int end)
    {
        RelationshipType = relationshipType;
        End = end;
    }

    public RelationshipType RelationshipType { get; }

    /// <summary>The end at which the entity that has the attribute is: 1 or 2.</summary>
    public int End { get; }

    public AtlasRelationshipEndDef EndDef => End == 1 ? RelationshipType.Def.EndDef1! : RelationshipType.Def.EndDef2!;

    public AtlasRelationshipEndDef OtherEndDef => End == 1 ? RelationshipType.Def.EndDef2! : RelationshipType.Def.EndDef1!;

    public EntityType OwnType => End == 1 ? RelationshipType.End1Type : RelationshipType.End2Type;

    public EntityType OtherType => End == 1 ? RelationshipType.End2Type : RelationshipType.End1Type;

    public string Name => EndDef.Name!;

    /// <summary>SINGLE or SET: how many entities at the other end.</summary>
    public Cardinality Cardinality => EndDef.Cardinality;

    public bool IsContainer => EndDef.IsContainer;

    public bool IsLegacy => EndDef.IsLegacyAttribute;

    /// <summary>The entities at the other end are parts of this one.</summary>
    public bool IsOwned => IsContainer && IsComposition;

    /// <summary>A part cannot be without its whole.</summary>
    public bool IsMandatory => !IsContainer && IsComposition;

    private bool IsComposition => RelationshipType.Def.RelationshipCategory == RelationshipCategory.Composition;

    /// <summary>As listed in an entity definition.</summary>
    internal AtlasRelationshipAttributeDef ToDef() => new()
    {
        Name = Name,
        TypeName = Cardinality == Cardinality.Single ? OtherType.Name : $"array<{OtherType.Name}>",
        IsOptional = !IsMandatory,
        Cardinality = Cardinality,
        ValuesMinCount = -1,
        ValuesMaxCount = -1,
        Description = EndDef.Description,
        Constraints = IsOwned ? [new AtlasConstraintDef { Type = AtlasConstraintDef.OwnedRef }] : null,
        RelationshipTypeName = RelationshipType.Name,
        IsLegacyAttribute = IsLegacy,
    };
}
