namespace AtlasHa.Catalog.Storage.Groups;

/// <summary>Relationships of the store as they are once what is pending is written.</summary>
internal static class PendingRelationships
{
    /// <param name="stored">What the store answered.</param>
    /// <param name="entityGuids">The entities whose relationships were asked for.</param>
    /// <param name="isWanted">What else was asked for, of relationships that are only pending.</param>
    /// <param name="pending">Earlier rows first.</param>
    public static IReadOnlyList<RelationshipRow> Over(
        IReadOnlyList<RelationshipRow> stored, IReadOnlyCollection<string> entityGuids, Predicate<RelationshipRow> isWanted,
        params ReadOnlySpan<PendingRows> pending)
    {
        var ends = entityGuids.ToHashSet();
        var latest = stored.ToDictionary(row => row.Guid);
        foreach (var rows in pending)
        {
            foreach (var row in rows.Relationships.Values)
            {
                if (latest.ContainsKey(row.Guid) || ((ends.Contains(row.End1Guid) || ends.Contains(row.End2Guid)) && isWanted(row)))
                    latest[row.Guid] = row;
            }
        }
        return [.. latest.Values];
    }
}
