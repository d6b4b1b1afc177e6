using AtlasHa.Catalog.Model.Errors;

namespace AtlasHa.Catalog.Entities;

/// <summary>What a label may look like: at most 50 letters, digits, <c>_</c>, <c>-</c> or CJK ideographs.</summary>
internal static class LabelRules
{
    private const int MaxLength = 50;

    /// <exception cref="AtlasException">400-00-08F too long; 400-00-090 empty or other characters.</exception>
    public static void Check(IReadOnlyCollection<string>? labels)
    {
        foreach (string? label in labels ?? [])
        {
            if (label?.Length > MaxLength)
                throw new AtlasException(AtlasErrorCode.InvalidLabelLength, label, MaxLength);
            if (string.IsNullOrEmpty(label) || !label.All(IsAllowed))
                throw new AtlasException(AtlasErrorCode.InvalidLabelCharacters, label);
        }
    }

    /// <summary>Each label once, in order; null when there are none.</summary>
    public static List<string>? Normalize(IReadOnlyCollection<string>? labels) =>
        labels is { Count: > 0 } ? [.. labels.Distinct(StringComparer.Ordinal)] : null;

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' || IsIdeograph(c);

    // CJK Unified Ideographs with extension A, and CJK Compatibility Ideographs.
    private static bool IsIdeograph(char c) =>
        c is (>= '\u3400' and <= '\u4DBF') or (>= '\u4E00' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF');
}
