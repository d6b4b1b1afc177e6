using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Storage;

/// <summary>The order of places: by key, byte by byte, then by id.</summary>
internal static class SearchOrder
{
    public static IComparer<SearchPosition> Comparer { get; } = Comparer<SearchPosition>.Create(Compare);

    public static int Compare(SearchPosition left, SearchPosition right) =>
        left.Key.AsSpan().SequenceCompareTo(right.Key) is var order and not 0 ? order : left.Id.CompareTo(right.Id);
}
