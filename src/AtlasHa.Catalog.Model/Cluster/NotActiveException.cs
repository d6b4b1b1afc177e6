using Orleans;

namespace AtlasHa.Catalog.Model.Cluster;

/// <summary>
/// The instance that got the request is not, or no longer, the active one. Nothing was read or changed: the request can be
/// made again, to whoever is active then.
/// </summary>
[GenerateSerializer]
public sealed class NotActiveException(string message) : Exception(message);
