namespace AtlasHa.Catalog.Model.Cluster;

/// <summary>Tells within the process of the active that there may be new messages about entities.</summary>
public interface IEntityFeed
{
    /// <summary>Completes when there may be something after this call, or when this instance leaves office. Take it before reading.</summary>
    /// <exception cref="NotActiveException">This instance is not in office.</exception>
    Task NextAsync();
}
