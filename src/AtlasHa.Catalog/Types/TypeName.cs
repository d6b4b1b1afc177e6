namespace AtlasHa.Catalog.Types;

/// <summary>Takes names like <c>array&lt;string&gt;</c> and <c>map&lt;string,array&lt;X&gt;&gt;</c> apart.</summary>
internal static class TypeName
{
    private const string ArrayPrefix = "array<";
    private const string MapPrefix = "map<";
    private const char Suffix = '>';

    public static bool IsArray(string name) => name.StartsWith(ArrayPrefix, StringComparison.Ordinal) && name.EndsWith(Suffix);

    public static bool IsMap(string name) => name.StartsWith(MapPrefix, StringComparison.Ordinal) && name.EndsWith(Suffix);

    /// <summary>The name inside <c>array&lt;...&gt;</c>.</summary>
    public static string ElementOf(string array) => array[ArrayPrefix.Length..^1].Trim();

    /// <summary>The two names inside <c>map&lt;...,...&gt;</c>; false when there are not two.</summary>
    public static bool TrySplitMap(string map, out string key, out string value)
    {
        var inner = map[MapPrefix.Length..^1];
        var depth = 0;
        for (var i = 0; i < inner.Length; i++)
        {
            if (inner[i] == '<')
                depth++;
            else if (inner[i] == Suffix)
                depth--;
            else if (inner[i] == ',' && depth == 0)
            {
                (key, value) = (inner[..i].Trim(), inner[(i + 1)..].Trim());
                return key.Length > 0 && value.Length > 0;
            }
        }
        (key, value) = ("", "");
        return false;
    }

    /// <summary>The names of defined or built-in types that a type name refers to.</summary>
    public static IEnumerable<string> Leaves(string name)
    {
        if (IsArray(name))
            return Leaves(ElementOf(name));
        return IsMap(name) && TrySplitMap(name, out var key, out var value) ? Leaves(key).Concat(Leaves(value)) : [name];
    }
}
