using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Models.Patches;

/// <summary>What the patches of one file come to.</summary>
/// <param name="Change">All that they change together.</param>
/// <param name="Outcomes">What is to be recorded of each patch that was looked at.</param>
/// <param name="Problems">What was wrong, patch by patch, for the log.</param>
internal sealed record PatchPlan(TypeChange Change, IReadOnlyList<AtlasPatch> Outcomes, IReadOnlyList<string> Problems);
