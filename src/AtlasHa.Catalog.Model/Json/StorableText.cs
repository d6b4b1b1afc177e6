using System.Text.Json;

namespace AtlasHa.Catalog.Model.Json;

/// <summary>Text that every store can keep.</summary>
internal static class StorableText
{
    /// <summary>The string, or name of a member, that the reader stands on.</summary>
    /// <exception cref="JsonException">It holds the character NUL: PostgreSQL keeps none, and SQLite's text ends there for half of its functions.</exception>
    public static string? Of(ref Utf8JsonReader reader)
    {
        var text = reader.GetString();
        return text is not null && text.Contains('\0', StringComparison.Ordinal)
            ? throw new JsonException("a string holds the character NUL (\\u0000), which cannot be stored")
            : text;
    }
}
