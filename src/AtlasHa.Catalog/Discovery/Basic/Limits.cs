using AtlasHa.Catalog.Model.Errors;

namespace AtlasHa.Catalog.Discovery.Basic;

/// <summary>The limits that Atlas has for searches.</summary>
internal static class Limits
{
    public const int MaxLimit = 10_000;
    public const int DefaultLimit = 100;
    private const int MaxQueryLength = 4096;

    public static int Limit(int limit) => limit is <= 0 or > MaxLimit ? DefaultLimit : limit;

    public static int Offset(int offset) => Math.Max(offset, 0);

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
