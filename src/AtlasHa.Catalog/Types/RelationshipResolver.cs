using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Types;

/// <summary>The ends of relationship types, and the attributes that they give to entity types.</summary>
internal static class RelationshipResolver
{
    /// <param name="ordered">The types with supertypes, each after those.</param>
    public static void Resolve(TypeTable table, IReadOnlyList<HierarchicalType> ordered)
    {
        var declared = new Dictionary<string, List<RelationshipAttribute>>(StringComparer.Ordinal);
        foreach (var type in table.OfType<RelationshipType>())
        {
            Check(type.Def);
            type.End1Type = EndType(type, type.Def.EndDef1!, table);
            type.End2Type = EndType(type, type.Def.EndDef2!, table);
            Declare(new RelationshipAttribute(type, 1));
            Declare(new RelationshipAttribute(type, 2));
        }
        foreach (var type in ordered.OfType<EntityType>())
        {
            // Through the set of supertypes and not from parent to parent: a diamond would give an attribute twice.
            type.RelationshipAttributes = type.SelfAndSuperTypes
                .SelectMany(name => declared.GetValueOrDefault(name) ?? [])
                .GroupBy(attribute => attribute.Name, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, IReadOnlyList<RelationshipAttribute> (group) => [.. group], StringComparer.Ordinal);
        }

        void Declare(RelationshipAttribute attribute)
        {
            if (!declared.TryGetValue(attribute.OwnType.Name, out var attributes))
                declared[attribute.OwnType.Name] = attributes = [];
            attributes.Add(attribute);
        }
    }

    private static EntityType EndType(RelationshipType type, AtlasRelationshipEndDef end, TypeTable table)
    {
        if (table.Find(end.Type!) is { } found)
            return found as EntityType ?? throw new AtlasException(AtlasErrorCode.RelationshipdefInvalidEndType, type.Name, end.Type);
        throw BuiltInTypes.All.ContainsKey(end.Type!)
            ? new AtlasException(AtlasErrorCode.RelationshipdefInvalidEndType, type.Name, end.Type)
            : TypeTable.Unknown(end.Type!);
    }

    private static void Check(AtlasRelationshipDef def)
    {
        var end1 = CheckedEnd(def, def.EndDef1, "endDef1");
        var end2 = CheckedEnd(def, def.EndDef2, "endDef2");
        if (end1.Cardinality == Cardinality.List || end2.Cardinality == Cardinality.List)
            throw Refused(AtlasErrorCode.RelationshipdefListOnEnd);
        if (end1.IsContainer && end2.IsContainer)
            throw Refused(AtlasErrorCode.RelationshipdefDoubleContainers);
        var container = end1.IsContainer ? end1 : end2.IsContainer ? end2 : null;
        switch (def.RelationshipCategory)
        {
            case RelationshipCategory.Association when container is not null:
                throw Refused(AtlasErrorCode.RelationshipdefAssociationAndContainer);
            case RelationshipCategory.Composition when container is null:
                throw Refused(AtlasErrorCode.RelationshipdefCompositionNoContainer);
            case RelationshipCategory.Aggregation when container is null:
                throw Refused(AtlasErrorCode.RelationshipdefAggregationNoContainer);
            case RelationshipCategory.Composition when (container == end1 ? end2 : end1).Cardinality == Cardinality.Set:
                throw Refused(AtlasErrorCode.RelationshipdefCompositionMultipleParents);
        }

        AtlasException Refused(AtlasErrorCode code) => new(code, def.Name);
    }

    private static AtlasRelationshipEndDef CheckedEnd(AtlasRelationshipDef def, AtlasRelationshipEndDef? end, string member)
    {
        if (end is null)
            throw new AtlasException(AtlasErrorCode.MissingMandatoryAttribute, def.Name, member);
        if (string.IsNullOrWhiteSpace(end.Type))
            throw new AtlasException(AtlasErrorCode.MissingMandatoryAttribute, def.Name, $"{member}.type");
        if (string.IsNullOrWhiteSpace(end.Name))
            throw new AtlasException(AtlasErrorCode.MissingMandatoryAttribute, def.Name, $"{member}.name");
        return end;
    }
}
