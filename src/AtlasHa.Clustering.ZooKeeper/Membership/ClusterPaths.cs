using System.Diagnostics.CodeAnalysis;
using AtlasHa.ZooKeeper;

namespace AtlasHa.Clustering.ZooKeeper.Membership;

/// <summary>
/// Names of the nodes, as the upstream provider has them: <c>/cluster</c> (its version is the table's version), below it
/// <c>ip:port@generation</c> (a row; its version is the row's etag), below that <c>IAmAlive</c>.
/// </summary>
/// <param name="prefix">Path above all clusters: empty, or absolute without a slash at the end.</param>
/// <param name="clusterId">Name of this cluster.</param>
internal sealed class ClusterPaths(string prefix, string clusterId)
{
    public const string IAmAliveName = "IAmAlive";

    public string Root { get; } = ClusterRoot(prefix, clusterId);

    public string RootOf(string otherClusterId) => ClusterRoot(prefix, otherClusterId);

    public string Row(SiloAddress silo) => Row(silo.ToParsableString());

    public string Row(string name) => $"{Root}/{name}";

    public string IAmAlive(SiloAddress silo) => $"{Row(silo)}/{IAmAliveName}";

    /// <summary>The nodes above <see cref="Root"/> and itself, outermost first.</summary>
    public IEnumerable<string> RootAndParents()
    {
        for (var slash = Root.IndexOf('/', 1); slash > 0; slash = Root.IndexOf('/', slash + 1))
            yield return Root[..slash];
        yield return Root;
    }

    public static bool TryParseRow(string name, [NotNullWhen(true)] out SiloAddress? silo)
    {
        try
        {
            silo = SiloAddress.FromParsableString(name);
            // "1.2.3.4:011@7" would parse as well, but a row is written under one name only.
            return silo.ToParsableString() == name;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException or IndexOutOfRangeException)
        {
            silo = null;
            return false;
        }
    }

    private static string ClusterRoot(string prefix, string clusterId)
    {
        var root = $"{prefix}/{clusterId}";
        // A blank name would make the prefix itself the cluster, and deleting the cluster deletes everything below it.
        if (string.IsNullOrWhiteSpace(clusterId))
            throw new ArgumentException("The cluster id is blank; set ClusterOptions.ClusterId to a name.", nameof(clusterId));
        ZPath.Validate(root);
        return root;
    }
}
