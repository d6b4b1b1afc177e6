using System.Globalization;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Models.Patches;

/// <summary>Patches of the attributes of a definition.</summary>
internal static class AttributePatches
{
    private const int NoWeight = -1;
    private const int MaxWeight = 10;

    public static IReadOnlyList<AtlasBaseTypeDef> Add(TypeRegistry types, AtlasBaseTypeDef def, TypeDefPatch patch) =>
        def.Category == TypeCategory.BusinessMetadata ? throw PatchAction.NotApplicable(def, patch) : [With(def, patch, Given(patch))];

    public static IReadOnlyList<AtlasBaseTypeDef> Update(TypeRegistry types, AtlasBaseTypeDef def, TypeDefPatch patch) =>
        def.Category is TypeCategory.BusinessMetadata or TypeCategory.Relationship
            ? throw PatchAction.NotApplicable(def, patch)
            : [With(def, patch, Given(patch))];

    /// <summary>Adds those attributes that stored values can be given: mandatory, with a default, primitive, not unique, and new.</summary>
    public static IReadOnlyList<AtlasBaseTypeDef> AddMandatory(TypeRegistry types, AtlasBaseTypeDef def, TypeDefPatch patch)
    {
        if (def.Category is not (TypeCategory.Entity or TypeCategory.Classification or TypeCategory.Struct))
            throw PatchAction.NotApplicable(def, patch);
        var present = ((AtlasStructDef)def).AttributeDefs!.Select(attribute => attribute.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var usable = Given(patch).FindAll(attribute => !present.Contains(attribute.Name) && !attribute.IsOptional && !attribute.IsUnique
            && !string.IsNullOrEmpty(attribute.DefaultValue) && BuiltInTypes.All.GetValueOrDefault(attribute.TypeName ?? "") is PrimitiveType);
        return usable.Count == 0 ? throw Invalid(patch) : [With(def, patch, usable)];
    }

    public static IReadOnlyList<AtlasBaseTypeDef> UpdateMetadata(TypeRegistry types, AtlasBaseTypeDef def, TypeDefPatch patch)
    {
        if (def.Category is not (TypeCategory.Entity or TypeCategory.Struct))
            throw PatchAction.NotApplicable(def, patch);
        var patched = (AtlasStructDef)def;
        return
        [
            patched with
            {
                AttributeDefs = patched.AttributeDefs!.ConvertAll(attribute =>
                    string.Equals(attribute.Name, patch.AttributeName, StringComparison.OrdinalIgnoreCase) ? WithMetadata(attribute, patch) : attribute),
            },
        ];
    }

    public static IReadOnlyList<AtlasBaseTypeDef> SetOverrides(TypeRegistry types, AtlasBaseTypeDef def, TypeDefPatch patch) =>
        [PatchAction.Expect<AtlasEntityDef>(def, patch) with { AttributeDefOverrides = patch.AttributeDefs }];

    // The stored form keeps the last of each name, so what is added takes the place of what was there.
    private static AtlasStructDef With(AtlasBaseTypeDef def, TypeDefPatch patch, List<AtlasAttributeDef> attributes)
    {
        var patched = PatchAction.Expect<AtlasStructDef>(def, patch);
        return patched with { AttributeDefs = [.. patched.AttributeDefs ?? [], .. attributes] };
    }

    private static AtlasAttributeDef WithMetadata(AtlasAttributeDef attribute, TypeDefPatch patch)
    {
        foreach (var (name, value) in patch.Params ?? [])
        {
            attribute = name.ToUpperInvariant() switch
            {
                "SEARCHWEIGHT" when value is long and >= NoWeight and <= MaxWeight => attribute with { SearchWeight = (int)(long)value },
                "INDEXTYPE" when Enum.TryParse<IndexType>(Convert.ToString(value, CultureInfo.InvariantCulture), ignoreCase: true, out var type)
                    => attribute with { IndexType = type },
                // An index is only ever given up this way, never made.
                "ISINDEXABLE" when value is bool indexable => attribute with { IsIndexable = attribute.IsIndexable && indexable },
                _ => throw new AtlasException(
                    AtlasErrorCode.BadRequest, $"{patch.Action}: parameter {name} of attribute {patch.TypeName}.{attribute.Name} cannot be set to {value}"),
            };
        }
        return attribute;
    }

    private static List<AtlasAttributeDef> Given(TypeDefPatch patch) => patch.AttributeDefs is { Count: > 0 } given ? given : throw Invalid(patch);

    private static AtlasException Invalid(TypeDefPatch patch) => new(AtlasErrorCode.PatchInvalidData, patch.Action, patch.TypeName);
}
