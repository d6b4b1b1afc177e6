using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Administration;

/// <summary>What is kept of a purge besides the texts of its entry, which may be cut.</summary>
/// <param name="Summary">As it was answered.</param>
/// <param name="Purged">The guids of all entities that are gone.</param>
internal sealed record PurgeDetails(PurgeSummary Summary, IReadOnlyList<string> Purged);
