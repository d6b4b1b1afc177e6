namespace AtlasHa.Catalog.Storage;

/// <summary>A store that sees trouble coming; stores that cannot do not implement it.</summary>
public interface IStoreOutlook
{
    /// <summary>
    /// Why this process can soon, or already, not write any more, as a clause that says what to do; null when nothing is known. Writes nothing. Blocks for as long as
    /// the disk does.
    /// </summary>
    string? FindConcern();
}
