using System.Globalization;
using AtlasHa.ZooKeeper;

namespace AtlasHa.Clustering.ZooKeeper.Membership;

/// <summary>The two nodes of one row as read.</summary>
/// <param name="Silo">The address in the row node's name.</param>
/// <param name="Row">Row node.</param>
/// <param name="IAmAlive">Heartbeat node, or null when it is missing.</param>
internal sealed record RowNodes(SiloAddress Silo, DataResult Row, DataResult? IAmAlive)
{
    public string Etag => Etags.Of(Row.Stat);
}

/// <summary>Rows that stood together in the table at one version.</summary>
/// <param name="Root">Metadata of the cluster's node.</param>
/// <param name="Rows">In no order.</param>
internal sealed record TableNodes(Stat Root, IReadOnlyList<RowNodes> Rows);

/// <summary>Etags are node versions in decimal, as the upstream provider has them.</summary>
internal static class Etags
{
    public static string Of(Stat stat) => stat.Version.ToString(CultureInfo.InvariantCulture);

    public static bool TryParse(string? etag, out int version) => int.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out version);
}
