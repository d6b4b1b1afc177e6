using AtlasHa.Catalog.Model.Errors;

namespace AtlasHa.Catalog.Model;

/// <summary>Which request ids can be used: what fits into a header, a log line and an index.</summary>
public static class RequestIds
{
    public const int MaxLength = 128;

    public static bool IsUsable(string id) => id.Length is > 0 and <= MaxLength && id.All(c => c is > ' ' and < '\x7f');

    /// <exception cref="AtlasException">ATLASHA-400-001: it cannot be used.</exception>
    public static string Checked(string id) => IsUsable(id) ? id : throw new AtlasException(AtlasHaErrorCode.UnusableRequestId, MaxLength);
}
