namespace AtlasHa.Catalog.Storage.Imports;

/// <summary>How many background imports there are, and how many of them are not over.</summary>
public sealed record ImportCounts(int All, int Unfinished);
