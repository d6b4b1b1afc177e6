using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Model.Cluster;

/// <summary>
/// The answers that this process has made while it is active and that still hold: they are there without a call of the grain.
/// </summary>
public interface IKeptAnswers
{
    /// <summary>
    /// The answer as of a moment after this call; null when none is kept, or none may be used now: then ask the active instance.
    /// </summary>
    /// <exception cref="NotActiveException">This instance is not in office.</exception>
    /// <exception cref="ServiceUnavailableException">The store cannot say whether it still is.</exception>
    ValueTask<JsonAnswer?> FindAsync(EntityQuestion question);
}
