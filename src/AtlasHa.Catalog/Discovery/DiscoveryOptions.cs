namespace AtlasHa.Catalog.Discovery;

/// <summary>Which searches are served.</summary>
public sealed record DiscoveryOptions
{
    /// <summary>Serves the search for relationships. Default false, as in Atlas.</summary>
    public bool RelationshipSearch { get; init; }
}
