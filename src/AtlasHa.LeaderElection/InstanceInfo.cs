namespace AtlasHa.LeaderElection;

/// <summary>What an instance registers of itself under <c>instances/&lt;id&gt;</c>.</summary>
/// <param name="Id">The instance's id, unique in the cluster.</param>
/// <param name="Url">Base URL that clients are redirected to: scheme, host and port, no trailing slash.</param>
/// <param name="SiloAddress">Orleans silo address in its parsable form (<c>ip:port@generation</c>), or null when it has none.</param>
/// <param name="Version">Product version.</param>
/// <param name="Tags">Free and reserved tags (<c>neverActive</c>, <c>priority</c>).</param>
/// <param name="StartedAt">When the process started, by its own clock.</param>
/// <param name="Epoch">The epoch of the term that the instance holds now; null while it is not active.</param>
/// <param name="PeerEndpoint"><c>ip:port</c> where the others watch this process; null for versions that did not have it.</param>
public sealed record InstanceInfo(
    string Id,
    Uri Url,
    string? SiloAddress,
    string Version,
    IReadOnlyDictionary<string, string> Tags,
    DateTimeOffset StartedAt,
    long? Epoch,
    string? PeerEndpoint = null);
