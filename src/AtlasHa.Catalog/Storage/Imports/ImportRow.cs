namespace AtlasHa.Catalog.Storage.Imports;

/// <summary>An import that goes on in the background. What it brings is in parts of their own, numbered from 0.</summary>
/// <param name="ImportId">Its id.</param>
/// <param name="Phase">What may happen to it next.</param>
/// <param name="Document">UTF-8 JSON that only the catalogue reads.</param>
public sealed record ImportRow(string ImportId, ImportPhase Phase, byte[] Document);
