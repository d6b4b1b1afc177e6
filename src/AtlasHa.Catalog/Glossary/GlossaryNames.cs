using AtlasHa.Catalog.Model.Errors;

namespace AtlasHa.Catalog.Glossary;

/// <summary>What names of glossary objects may look like, and how qualified names are made of them.</summary>
internal static class GlossaryNames
{
    /// <exception cref="AtlasException">400-00-083: the name has a character with a meaning in qualified names.</exception>
    public static void Check(string name)
    {
        if (name.AsSpan().IndexOfAny('@', '.') >= 0)
            throw new AtlasException(AtlasErrorCode.InvalidDisplayName, name);
    }

    public static string InGlossary(string name, string glossary) => $"{name}@{glossary}";

    public static string InCategory(string name, string parent) => $"{name}.{parent}";

    /// <summary>What Atlas calls a category that its parent has let go of.</summary>
    public static string LetGo(string name, string glossary) => $"{name}.{glossary}";
}
