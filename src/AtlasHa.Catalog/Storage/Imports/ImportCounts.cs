namespace AtlasHa.Catalog.Storage.Imports;

/// <summary>How many background imports there are.</summary>
/// <param name="All">All of them.</param>
/// <param name="Unfinished">Those that are not over.</param>
public sealed record ImportCounts(int All, int Unfinished);
