using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Models.Patches;

/// <summary>Patches of what a definition has beside attributes.</summary>
internal static class DefinitionPatches
{
    public static IReadOnlyList<AtlasBaseTypeDef> AddEnumElements(TypeRegistry types, AtlasBaseTypeDef def, TypeDefPatch patch)
    {
        var patched = PatchAction.Expect<AtlasEnumDef>(def, patch);
        return patch.ElementDefs is { Count: > 0 } elements
            ? [patched with { ElementDefs = [.. patched.ElementDefs ?? [], .. elements] }]
            : throw Invalid(patch);
    }

    public static IReadOnlyList<AtlasBaseTypeDef> UpdateOptions(TypeRegistry types, AtlasBaseTypeDef def, TypeDefPatch patch)
    {
        if (patch.TypeDefOptions is not { Count: > 0 } changes)
            throw Invalid(patch);
        var options = new Dictionary<string, string>(def.Options ?? []);
        foreach (var (name, value) in changes)
            options[name] = value;
        return [def with { Options = options }];
    }

    public static IReadOnlyList<AtlasBaseTypeDef> SetServiceType(TypeRegistry types, AtlasBaseTypeDef def, TypeDefPatch patch) =>
        [def with { ServiceType = patch.ServiceType }];

    public static IReadOnlyList<AtlasBaseTypeDef> AddSuperTypes(TypeRegistry types, AtlasBaseTypeDef def, TypeDefPatch patch)
    {
        var patched = PatchAction.Expect<AtlasEntityDef>(def, patch);
        return patch.SuperTypes is { Count: > 0 } superTypes
            ? [patched with { SuperTypes = [.. patched.SuperTypes ?? [], .. superTypes] }]
            : throw Invalid(patch);
    }

    private static AtlasException Invalid(TypeDefPatch patch) => new(AtlasErrorCode.PatchInvalidData, patch.Action, patch.TypeName);
}
