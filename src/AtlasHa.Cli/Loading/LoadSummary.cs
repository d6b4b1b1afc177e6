namespace AtlasHa.Cli.Loading;

/// <summary>What a <c>load</c> has done so far.</summary>
internal sealed class LoadSummary
{
    public int FilesLoaded { get; set; }

    public int FilesSkipped { get; set; }

    public int FilesFailed { get; set; }

    public int TypesCreated { get; set; }

    public int TypesUpdated { get; set; }

    public int TypesLeftAlone { get; set; }

    public int EntitiesCreated { get; set; }

    public int EntitiesUpdated { get; set; }

    public override string ToString()
        => $"Files: {FilesLoaded} loaded, {FilesSkipped} skipped, {FilesFailed} failed. "
            + $"Types: {TypesCreated} created, {TypesUpdated} updated, {TypesLeftAlone} left alone. "
            + $"Entities: {EntitiesCreated} created, {EntitiesUpdated} updated.";
}
