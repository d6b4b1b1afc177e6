namespace AtlasHa.Catalog.Types;

/// <summary>Options of definitions whose values are themselves JSON.</summary>
internal static class TypeOptions
{
    public const string ApplicableEntityTypes = "applicableEntityTypes";
    public const string MaxStringLength = "maxStrLength";

    /// <summary>The names in an option whose value is the text of a JSON array; blanks around names are dropped. Empty when it is none.</summary>
    public static IReadOnlyList<string> ParseNames(string? json) =>
        !string.IsNullOrWhiteSpace(json) && AttributeValue.TryParseJson(json, out var value) && value is IReadOnlyList<object?> names
            ? [.. names.OfType<string>().Select(name => name.Trim())]
            : [];
}
