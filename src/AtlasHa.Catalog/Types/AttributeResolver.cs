using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Types;

/// <summary>Attributes, own and inherited, and their constraints.</summary>
internal static class AttributeResolver
{
    /// <param name="ordered">The types with supertypes, each after those.</param>
    public static void Resolve(TypeTable table, IReadOnlyList<HierarchicalType> ordered)
    {
        foreach (var type in table.OfType<StructType>().Where(type => type is not HierarchicalType))
            type.Attributes = OwnAttributes(type, table);
        foreach (var type in ordered)
            type.Attributes = WithInherited(type, OwnAttributes(type, table), table);
        foreach (var type in table.OfType<StructType>())
        {
            foreach (var attribute in type.Attributes.Values.Where(attribute => attribute.DeclaringType == type.Name))
                CheckConstraints(type, attribute);
        }
    }

    private static Dictionary<string, AtlasAttribute> OwnAttributes(StructType type, TypeTable table)
    {
        var attributes = new Dictionary<string, AtlasAttribute>(StringComparer.Ordinal);
        foreach (var def in type.Def.AttributeDefs ?? [])
        {
            if (string.IsNullOrWhiteSpace(def.Name))
                throw new AtlasException(AtlasErrorCode.MissingMandatoryAttribute, type.Name, "name");
            if (string.IsNullOrWhiteSpace(def.TypeName))
                throw new AtlasException(AtlasErrorCode.MissingMandatoryAttribute, type.Name, $"{def.Name}.typeName");
            attributes[def.Name] = new AtlasAttribute(def, AttributeType(type, def, table), type.Name);
        }
        return attributes;
    }

    private static AtlasType AttributeType(StructType owner, AtlasAttributeDef def, TypeTable table)
    {
        var type = table.Resolve(def.TypeName!);
        if (TypeName.Leaves(def.TypeName!).Select(table.Find).Any(leaf => leaf is ClassificationType or BusinessMetadataType))
            throw new AtlasException(AtlasErrorCode.AttributeTypeInvalid, owner.Name, def.Name);
        if (def.Cardinality == Cardinality.Single)
            return type;
        return type is ArrayType array
            ? new ArrayType(array.Element, def.Cardinality, def.ValuesMinCount, def.ValuesMaxCount)
            : throw new AtlasException(AtlasErrorCode.InvalidAttributeTypeForCardinality, owner.Name, def.Name);
    }

    private static Dictionary<string, AtlasAttribute> WithInherited(HierarchicalType type, Dictionary<string, AtlasAttribute> own, TypeTable table)
    {
        var all = new Dictionary<string, AtlasAttribute>(StringComparer.Ordinal);
        var inherited = type.DirectSuperTypes.SelectMany(name => ((StructType)table.Find(name)!).Attributes.Values);
        foreach (var attribute in inherited.Concat(own.Values))
        {
            if (!all.TryAdd(attribute.Name, attribute) && all[attribute.Name].DeclaringType != attribute.DeclaringType)
                throw new AtlasException(
                    AtlasErrorCode.AttributeNameAlreadyExistsInAnotherParentType, type.Name, all[attribute.Name].DeclaringType, attribute.Name);
        }
        return all;
    }

    private static void CheckConstraints(StructType owner, AtlasAttribute attribute)
    {
        var target = attribute.Reference?.Target;
        if (attribute.IsOwnedRef && target is null)
            throw Refused(AtlasErrorCode.ConstraintOwnedRefAttributeInvalidType, AtlasConstraintDef.OwnedRef, attribute.Def.TypeName);
        if (attribute.Constraint(AtlasConstraintDef.InverseRef) is null)
            return;
        if (target is null)
            throw Refused(AtlasErrorCode.ConstraintInverseRefAttributeInvalidType, AtlasConstraintDef.InverseRef, attribute.Def.TypeName);
        if (string.IsNullOrWhiteSpace(attribute.InverseRefAttribute))
            throw Refused(
                AtlasErrorCode.ConstraintMissingParams, AtlasConstraintDef.InverseRef, AtlasConstraintDef.AttributeParameter, attribute.Def.TypeName);
        if (!target.Attributes.TryGetValue(attribute.InverseRefAttribute, out var inverse))
            throw Refused(
                AtlasErrorCode.ConstraintInverseRefInverseAttributeNonExisting, AtlasConstraintDef.InverseRef, target.Name, attribute.InverseRefAttribute);
        if (inverse.Reference?.Target is null)
            throw Refused(
                AtlasErrorCode.ConstraintInverseRefInverseAttributeInvalidType, AtlasConstraintDef.InverseRef, target.Name, attribute.InverseRefAttribute);

        AtlasException Refused(AtlasErrorCode code, params string?[] details) => new(code, [owner.Name, attribute.Name, .. details]);
    }
}
