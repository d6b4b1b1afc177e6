using AtlasHa.Catalog.Model.Errors;

namespace AtlasHa.Catalog.Discovery.Basic;

/// <summary>The limits that Atlas has for searches.</summary>
internal static class Limits
{
    public const int MaxLimit = 10_000;
    public const int DefaultLimit = 100;
    private const int MaxQueryLength = 4096;

    /// <summary>The last place of a page that may be found by keeping and sorting what comes before it.</summary>
    public const int MaxSorted = 100_000;

    public static int Limit(int limit) => limit is <= 0 or > MaxLimit ? DefaultLimit : limit;

    public static int Offset(int offset) => Math.Max(offset, 0);

    /// <summary>What is kept to be sorted is as much as comes before the page's end: offset, marker and limit together must not be all that there is.</summary>
    /// <param name="end">The place of the page's end.</param>
    /// <param name="kept">How many are kept by now.</param>
    /// <exception cref="AtlasException">400-00-029: more would have to be kept than may be.</exception>
    public static void CheckSorted(long end, int kept)
    {
        if (end > MaxSorted && kept >= MaxSorted)
            throw new AtlasException(
                AtlasErrorCode.BadRequest, $"offset and limit reach place {end}, and in this order pages up to place {MaxSorted} are found: narrow the search by filters");
    }

    /// <exception cref="AtlasException">400-00-058.</exception>
    public static void CheckQuery(string? query)
    {
        if (query?.Length > MaxQueryLength)
            throw new AtlasException(AtlasErrorCode.InvalidQueryLength, MaxQueryLength);
    }

    /// <exception cref="AtlasException">400-00-029: one of them is negative.</exception>
    public static void CheckPaging(int limit, int offset)
    {
        if (limit < 0 || offset < 0)
            throw new AtlasException(AtlasErrorCode.BadRequest, $"Limit and offset should be non-negative; they are {limit} and {offset}");
    }
}
