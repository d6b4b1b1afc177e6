namespace AtlasHa.Catalog.Models;

/// <summary>A file of a folder of models: of type definitions, or of patches of such.</summary>
internal readonly record struct ModelFile(string Path, bool IsPatch);
