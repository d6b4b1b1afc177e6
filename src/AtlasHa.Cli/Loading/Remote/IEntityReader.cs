namespace AtlasHa.Cli.Loading.Remote;

/// <summary>Where entities that are to be imported can be read as often as needed.</summary>
internal interface IEntityReader
{
    /// <summary>The entities, each under its guid, and of the others why they are not there.</summary>
    Task<SourceEntities> ReadAsync(IReadOnlyList<ListedEntity> wanted, CancellationToken cancellationToken);
}
