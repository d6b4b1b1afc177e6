using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Models.Patches;

/// <summary>What a patch may do, by the names that patch files have for it.</summary>
/// <param name="Edit">The definitions that change, the patched one first. Throws <see cref="AtlasException"/> when the patch does not fit.</param>
internal sealed record PatchAction(Func<TypeRegistry, AtlasBaseTypeDef, TypeDefPatch, IReadOnlyList<AtlasBaseTypeDef>> Edit)
{
    /// <summary>The action may do what an ordinary update may not, such as taking attributes away.</summary>
    public bool IsBeyondUpdates { get; init; }

    /// <summary>Whether a patch would leave stored instances of the type without meaning: it is refused while there are any.</summary>
    public Func<TypeDefPatch, bool> NeedsUnused { get; init; } = _ => false;

    public static IReadOnlyDictionary<string, PatchAction> ByName { get; } = new Dictionary<string, PatchAction>(StringComparer.Ordinal)
    {
        ["ADD_ATTRIBUTE"] = new(AttributePatches.Add),
        ["ADD_MANDATORY_ATTRIBUTE"] = new(AttributePatches.AddMandatory) { IsBeyondUpdates = true, NeedsUnused = _ => true },
        ["UPDATE_ATTRIBUTE"] = new(AttributePatches.Update),
        ["UPDATE_ATTRIBUTE_METADATA"] = new(AttributePatches.UpdateMetadata),
        ["SET_ATTRIBUTE_DEF_OVERRIDES"] = new(AttributePatches.SetOverrides),
        ["UPDATE_ENUMDEF"] = new(DefinitionPatches.AddEnumElements),
        ["UPDATE_TYPEDEF_OPTIONS"] = new(DefinitionPatches.UpdateOptions),
        ["SET_SERVICE_TYPE"] = new(DefinitionPatches.SetServiceType),
        ["ADD_SUPER_TYPES"] = new(DefinitionPatches.AddSuperTypes),
        ["SET_PROPAGATE_RENAME"] = new(RelationshipPatches.SetPropagateRename),
        ["SET_PROPAGATE_DELETE"] = new(RelationshipPatches.SetPropagateDelete),
        ["REMOVE_LEGACY_REF_ATTRIBUTES"] = new(RelationshipPatches.RemoveLegacyAttributes)
        {
            IsBeyondUpdates = true,
            NeedsUnused = RelationshipPatches.SwapsEnds,
        },
    };

    /// <exception cref="AtlasException">400-00-016: the definition is of another kind.</exception>
    public static T Expect<T>(AtlasBaseTypeDef def, TypeDefPatch patch)
        where T : AtlasBaseTypeDef =>
        def as T ?? throw NotApplicable(def, patch);

    public static AtlasException NotApplicable(AtlasBaseTypeDef def, TypeDefPatch patch) =>
        new(AtlasErrorCode.PatchNotApplicableForType, patch.Action, def.Category.WireName());
}
