namespace AtlasHa.Cli.Loading;

/// <summary>What the cluster made of a part of an import.</summary>
/// <param name="Skipped">Entities that it did not take.</param>
/// <param name="TypesChanged">Types that were created or updated.</param>
/// <param name="Refusal">Why it took nothing of the part; null when it did.</param>
/// <param name="IsOfContent">The refusal is about what the part holds: less of it, or something else, may be taken.</param>
internal sealed record PartAnswer(IReadOnlyList<SkippedEntity> Skipped, long TypesChanged, string? Refusal = null, bool IsOfContent = false);
