using System.Globalization;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Catalog.Discovery.Query;

/// <summary>A place between two pages: after so many entities, or at a place in the order of what the entities are read from.</summary>
internal sealed record PageMarker(int Count, MarkerKind Kind, SearchPosition? Position)
{
    /// <summary>As clients pass it back.</summary>
    public override string ToString() => Position is null
        ? FormattableString.Invariant($"{Count}")
        : FormattableString.Invariant($"{Count}.{(int)Kind}.{Position.Id}.{Convert.ToHexString(Position.Key)}");

    /// <exception cref="AtlasException">400-00-029: it is none of ours.</exception>
    public static PageMarker Parse(string text)
    {
        var parts = text.Split('.');
        if (int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            if (parts.Length == 1)
                return new PageMarker(count, MarkerKind.Count, null);
            if (parts.Length == 4 && Enum.TryParse(parts[1], out MarkerKind kind) && kind is MarkerKind.Found or MarkerKind.Sorted or MarkerKind.Unsorted
                && long.TryParse(parts[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) && IsHex(parts[3]))
                return new PageMarker(count, kind, new SearchPosition(Convert.FromHexString(parts[3]), id));
        }
        throw new AtlasException(AtlasErrorCode.BadRequest, $"Invalid marker: {text}; take the one that the page before gave, or * to begin");
    }

    private static bool IsHex(string text) => text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit);
}

/// <summary>In what order a marker's place is.</summary>
internal enum MarkerKind
{
    Count,

    /// <summary>That of the best source.</summary>
    Found,

    /// <summary>That of the attribute sorted by.</summary>
    Sorted,

    /// <summary>That of the entities without a value of it, which follow.</summary>
    Unsorted,
}
