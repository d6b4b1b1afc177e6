using System.Globalization;

namespace AtlasHa.Catalog.Model.Instances;

/// <summary>Makes guids for entities that were sent without one, as Atlas's own model does. They start far from those that people write.</summary>
internal static class PlaceholderGuid
{
    private static long Last = DateTime.UtcNow.Ticks;

    public static string Next() => "-" + Interlocked.Increment(ref Last).ToString(CultureInfo.InvariantCulture);
}
