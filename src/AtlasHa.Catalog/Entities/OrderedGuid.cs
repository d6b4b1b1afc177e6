namespace AtlasHa.Catalog.Entities;

/// <summary>
/// Guids of what the catalogue creates. Those of one time are near to each other (version 7 of RFC 9562): the stores' indexes of guids grow at their end instead of
/// everywhere, so that a commit changes a few of their pages and not one for each row.
/// </summary>
internal static class OrderedGuid
{
    /// <summary>Lower case, with hyphens.</summary>
    public static string New() => Guid.CreateVersion7().ToString();
}
