using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Models.Patches;

/// <summary>Patches of relationship definitions and of the attributes that stood for relationships before there were any.</summary>
internal static class RelationshipPatches
{
    public static bool SwapsEnds(TypeDefPatch patch) => bool.TryParse(patch.Parameter("swapEnds"), out var swaps) && swaps;

    /// <summary>Takes the attributes away that the entity types declare under the names of the ends, and renames the relationship's label.</summary>
    public static IReadOnlyList<AtlasBaseTypeDef> RemoveLegacyAttributes(TypeRegistry types, AtlasBaseTypeDef def, TypeDefPatch patch)
    {
        var patched = PatchAction.Expect<AtlasRelationshipDef>(def, patch);
        var label = patch.Parameter("relationshipLabel");
        patched = patched with
        {
            RelationshipLabel = string.IsNullOrEmpty(label) ? LegacyLabel(types, patched, patch) : label,
            RelationshipCategory = Category(patch) ?? patched.RelationshipCategory,
        };
        if (SwapsEnds(patch))
            patched = patched with { EndDef1 = patched.EndDef2, EndDef2 = patched.EndDef1 };
        return
        [
            patched,
            .. new[] { patched.EndDef1!, patched.EndDef2! }.GroupBy(end => end.Type!, end => end.Name, StringComparer.Ordinal)
                .Select(ends => Without((AtlasEntityDef)types.StoredDef(ends.Key), [.. ends])).OfType<AtlasEntityDef>(),
        ];
    }

    public static IReadOnlyList<AtlasBaseTypeDef> SetPropagateRename(TypeRegistry types, AtlasBaseTypeDef def, TypeDefPatch patch)
    {
        var attributes = patch.Params?.ContainsKey("propagateAttributes") == true ? PropagatedAttributes(patch) : null;
        return EditEnd(def, patch, end => end with { IsPropagateRename = true, PropagateAttributes = attributes ?? end.PropagateAttributes });
    }

    public static IReadOnlyList<AtlasBaseTypeDef> SetPropagateDelete(TypeRegistry types, AtlasBaseTypeDef def, TypeDefPatch patch) =>
        EditEnd(def, patch, end => end with { IsPropagateDelete = true });

    private static AtlasRelationshipDef[] EditEnd(AtlasBaseTypeDef def, TypeDefPatch patch, Func<AtlasRelationshipEndDef, AtlasRelationshipEndDef> edit)
    {
        var patched = PatchAction.Expect<AtlasRelationshipDef>(def, patch);
        return patch.Parameter("endDefToken")?.Trim().ToUpperInvariant() switch
        {
            "ENDDEF1" => [patched with { EndDef1 = edit(patched.EndDef1!) }],
            "ENDDEF2" => [patched with { EndDef2 = edit(patched.EndDef2!) }],
            var other => throw new AtlasException(
                AtlasErrorCode.InvalidParameters, $"{patch.Action} of {patch.TypeName}: params.endDefToken must be endDef1 or endDef2, not {other ?? "null"}"),
        };
    }

    private static List<AtlasPropagatedAttribute> PropagatedAttributes(TypeDefPatch patch) => patch.Params!["propagateAttributes"] switch
    {
        null => [],
        IReadOnlyList<object?> rows when rows.All(row => row is IReadOnlyDictionary<string, object?>) =>
        [
            .. rows.Cast<IReadOnlyDictionary<string, object?>>().Select(row => new AtlasPropagatedAttribute
            {
                Source = row.GetValueOrDefault("source") as string,
                Target = row.GetValueOrDefault("target") as string,
            }),
        ],
        _ => throw new AtlasException(
            AtlasErrorCode.InvalidParameters, $"{patch.Action} of {patch.TypeName}: params.propagateAttributes must be an array of objects"),
    };

    private static string? LegacyLabel(TypeRegistry types, AtlasRelationshipDef def, TypeDefPatch patch)
    {
        AtlasRelationshipEndDef[] legacy = [.. new[] { def.EndDef1!, def.EndDef2! }.Where(end => end.IsLegacyAttribute)];
        return legacy switch
        {
            [] => def.RelationshipLabel,
            [var end] => $"__{types.GetEntityType(end.Type).Attributes.GetValueOrDefault(end.Name!)?.DeclaringType ?? end.Type}.{end.Name}",
            _ => throw new AtlasException(AtlasErrorCode.PatchMissingRelationshipLabel, patch.Action, patch.TypeName),
        };
    }

    private static RelationshipCategory? Category(TypeDefPatch patch) => patch.Parameter("relationshipCategory") switch
    {
        null => null,
        var name when Enum.TryParse<RelationshipCategory>(name, ignoreCase: true, out var category) => category,
        _ => throw new AtlasException(AtlasErrorCode.PatchInvalidData, patch.Action, patch.TypeName),
    };

    /// <summary>Null when the definition has none of the attributes.</summary>
    private static AtlasEntityDef? Without(AtlasEntityDef def, IReadOnlyList<string?> names)
    {
        var left = def.AttributeDefs!.FindAll(attribute => !names.Contains(attribute.Name, StringComparer.OrdinalIgnoreCase));
        return left.Count == def.AttributeDefs.Count ? null : def with { AttributeDefs = left };
    }
}
