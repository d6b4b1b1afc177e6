using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Models.Patches;

/// <summary>Plans patches one after the other: each sees what those before it have changed, and one that fails changes nothing and stops nobody.</summary>
/// <param name="user">Who is recorded.</param>
/// <param name="now">Milliseconds since the Unix epoch.</param>
internal sealed class PatchPlanner(string user, long now)
{
    private const string PatchType = "TYPEDEF_PATCH";

    /// <summary>Types whose stored instances stand in the way of some of the patches, if there are any.</summary>
    public static IReadOnlyCollection<string> NeededUnused(TypeRegistry current, IEnumerable<TypeDefPatch> patches) =>
    [
        .. patches.Where(patch => ActionOf(patch)?.NeedsUnused(patch) == true).SelectMany(patch => WithSubTypes(current, patch.TypeName ?? "")).Distinct(),
    ];

    /// <param name="current">The types that are there.</param>
    /// <param name="patches">Patches with their ids.</param>
    /// <param name="recorded">What became of patches before. Those that were applied or skipped are passed over.</param>
    /// <param name="used">Which of <see cref="NeededUnused"/> have instances.</param>
    public PatchPlan Plan(
        TypeRegistry current, IReadOnlyList<TypeDefPatch> patches, IReadOnlyDictionary<string, AtlasPatch> recorded, IReadOnlySet<string> used)
    {
        var registry = current;
        var changed = new HashSet<string>(StringComparer.Ordinal);
        List<AtlasPatch> outcomes = [];
        List<string> problems = [];
        foreach (var patch in patches.Where(patch => IsOpen(recorded.GetValueOrDefault(patch.Id!))))
        {
            if (ActionOf(patch) is not { } action)
            {
                problems.Add($"{patch.Id}: there is no patch action {patch.Action}; expected one of {string.Join(", ", PatchAction.ByName.Keys)}");
                continue;
            }
            var status = PatchStatus.Failed;
            try
            {
                var next = Apply(registry, patch, action, used);
                status = next is null ? PatchStatus.Skipped : PatchStatus.Applied;
                registry = next?.Registry ?? registry;
                changed.UnionWith(next?.Names ?? []);
            }
            catch (AtlasException refused)
            {
                problems.Add($"{patch.Id}: {refused.Message}");
            }
            outcomes.Add(Outcome(patch, status, recorded.GetValueOrDefault(patch.Id!)));
        }
        return new PatchPlan(new TypeChange(registry, [.. changed]), outcomes, problems);
    }

    /// <summary>True when it was never tried, and can be. Of an unknown action it is never noted that it was.</summary>
    public static bool IsNew(TypeDefPatch patch, IReadOnlyDictionary<string, AtlasPatch> recorded) => !recorded.ContainsKey(patch.Id!) && ActionOf(patch) is not null;

    public static bool IsOpen(AtlasPatch? earlier) => earlier?.Status is not (PatchStatus.Applied or PatchStatus.Skipped);

    /// <summary>Null when the patch is for another version of the type.</summary>
    private TypeChange? Apply(TypeRegistry current, TypeDefPatch patch, PatchAction action, IReadOnlySet<string> used)
    {
        if (!current.TryGet(patch.TypeName ?? "", out _))
            throw new AtlasException(AtlasErrorCode.PatchForUnknownType, patch.Action, patch.TypeName);
        var def = current.StoredDef(patch.TypeName!);
        if (!IsFor(def.TypeVersion, patch.ApplyToVersion ?? ""))
            return null;
        if (action.NeedsUnused(patch) && WithSubTypes(current, patch.TypeName!).FirstOrDefault(used.Contains) is { } type)
            throw new AtlasException(AtlasErrorCode.BadRequest, $"{patch.Action} of {patch.TypeName}: the catalogue holds instances of {type}, which it does not convert");

        var edited = action.Edit(current, def, patch).Select(changed => Touch(changed, changed.Name == def.Name ? patch.UpdateToVersion : null)).ToList();
        var registry = current.With(edited);
        foreach (var changed in edited.Select(changed => registry.StoredDef(changed.Name!)))
        {
            if (!action.IsBeyondUpdates)
                TypeUpdateRules.Check(current.StoredDef(changed.Name!), changed);
            TypeDefRules.Check(changed);
        }
        return new TypeChange(registry, [.. edited.Select(changed => changed.Name!)]);
    }

    private AtlasBaseTypeDef Touch(AtlasBaseTypeDef def, string? typeVersion) => def with
    {
        UpdatedBy = user,
        UpdateTime = now,
        Version = (def.Version ?? 0) + 1,
        TypeVersion = typeVersion ?? def.TypeVersion,
    };

    private AtlasPatch Outcome(TypeDefPatch patch, PatchStatus status, AtlasPatch? earlier) => new()
    {
        Id = patch.Id!,
        Description = patch.Description,
        Type = PatchType,
        Action = patch.Action,
        CreatedBy = earlier?.CreatedBy ?? user,
        CreatedTime = earlier?.CreatedTime ?? now,
        UpdatedBy = user,
        UpdatedTime = now,
        Status = status,
    };

    private static PatchAction? ActionOf(TypeDefPatch patch) => PatchAction.ByName.GetValueOrDefault(patch.Action ?? "");

    private static bool IsFor(string? version, string applyTo) => version is null
        || version.Equals(applyTo, StringComparison.OrdinalIgnoreCase) || version.StartsWith(applyTo + ".", StringComparison.Ordinal);

    private static IEnumerable<string> WithSubTypes(TypeRegistry types, string name) =>
        types.TryGet<HierarchicalType>(name, out var type) ? type.SelfAndSubTypes : [name];
}
