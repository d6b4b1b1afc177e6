namespace AtlasHa.Catalog.Storage.Imports;

/// <summary>An import that goes on in the background. What it brings is in parts of their own, numbered from 0.</summary>
/// <param name="ImportId">Its id.</param>
/// <param name="Phase">What may happen to it next.</param>
/// <param name="Document">UTF-8 JSON that only the catalogue reads.</param>
public sealed record ImportRow(string ImportId, ImportPhase Phase, byte[] Document)
{
    /// <summary>How much of it was taken, as UTF-8 JSON that only the catalogue reads: small, because it changes with each entity. Empty at first.</summary>
    public byte[] Progress { get; init; } = [];

    /// <summary>Nothing about it is different; a record's own comparison does not look into the bytes.</summary>
    public bool IsSame(ImportRow other) =>
        (ImportId, Phase) == (other.ImportId, other.Phase) && Document.AsSpan().SequenceEqual(other.Document) && Progress.AsSpan().SequenceEqual(other.Progress);
}
