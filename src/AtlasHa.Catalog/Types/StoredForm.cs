using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Types;

/// <summary>The form in which definitions are kept and answered, which is not the one that was sent.</summary>
internal static class StoredForm
{
    private static readonly string[] KeptConstraints = [AtlasConstraintDef.OwnedRef, AtlasConstraintDef.InverseRef];

    /// <summary>
    /// Each attribute and enum value once (the last one counts), value counts made explicit, unknown constraints and members that the
    /// server fills itself dropped. Applying it twice changes nothing.
    /// </summary>
    public static AtlasBaseTypeDef Of(AtlasBaseTypeDef def) => def switch
    {
        AtlasEnumDef d => d with { ElementDefs = LastOfEach(d.ElementDefs, element => element.Value) },
        AtlasEntityDef d => d with
        {
            AttributeDefs = Attributes(d),
            SuperTypes = Names(d.SuperTypes),
            SubTypes = null,
            RelationshipAttributeDefs = null,
            BusinessAttributeDefs = null,
        },
        AtlasClassificationDef d => d with
        {
            AttributeDefs = Attributes(d),
            SuperTypes = Names(d.SuperTypes),
            EntityTypes = Names(d.EntityTypes),
            SubTypes = null,
        },
        AtlasStructDef d => d with { AttributeDefs = Attributes(d) },
        _ => def,
    };

    private static List<AtlasAttributeDef> Attributes(AtlasStructDef def) =>
        [.. LastOfEach(def.AttributeDefs, attribute => attribute.Name).Select(Attribute)];

    private static AtlasAttributeDef Attribute(AtlasAttributeDef def)
    {
        var multiple = def.Cardinality != Cardinality.Single;
        return def with
        {
            ValuesMinCount = def.IsOptional ? 0 : multiple ? Math.Max(1, def.ValuesMinCount) : 1,
            ValuesMaxCount = !multiple ? 1 : def.ValuesMaxCount >= 2 ? def.ValuesMaxCount : int.MaxValue,
            Constraints = def.Constraints?.FindAll(constraint => KeptConstraints.Contains(constraint.Type)) is { Count: > 0 } kept ? kept : null,
            AutoComputeFormat = null,
        };
    }

    private static List<string> Names(List<string>? names) => [.. (names ?? []).Distinct(StringComparer.Ordinal)];

    private static List<T> LastOfEach<T>(List<T>? items, Func<T, string?> key) =>
        [.. (items ?? []).AsEnumerable().Reverse().DistinctBy(key, StringComparer.OrdinalIgnoreCase).Reverse()];
}
