namespace AtlasHa.Catalog;

/// <summary>Work that goes on by itself while this instance is in office, on the term's catalogue, such as the processing of messages.</summary>
public interface ITermWork
{
    /// <summary>Begins in the background and returns at once: taking office waits for it.</summary>
    void Start(MetadataCatalog catalog);

    /// <summary>Stops, in whatever state it is. The catalogue stays open until this returns, or until the token is cancelled.</summary>
    Task StopAsync(CancellationToken cancellationToken);
}
