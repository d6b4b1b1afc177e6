using System.Diagnostics.Metrics;

namespace AtlasHa.Catalog.Storage;

/// <summary>Instruments of the writer, for whoever listens to the meter of this name.</summary>
internal static class CatalogMeter
{
    private static readonly Meter Meter = new("AtlasHa.Catalog");

    /// <summary>Writes that shared one commit.</summary>
    public static Histogram<int> WriteGroupSize { get; } = Meter.CreateHistogram<int>("atlas_ha.write_group_size", description: "Writes that shared one commit");

    /// <summary>Posts of messages that were refused because too many wait.</summary>
    public static Counter<long> RefusedPosts { get; } = Meter.CreateCounter<long>(
        "atlas_ha.notifications.refused", description: "Posts of messages that were refused because too many wait");
}
