using AtlasHa.Catalog.Model.Glossary;

namespace AtlasHa.Catalog.Glossary;

internal static class Paging
{
    /// <summary>The page of the items in the order of their names.</summary>
    public static List<T> Page<T>(this IEnumerable<T> items, PageOptions page, Func<T, string?> name)
    {
        IEnumerable<T> ordered = page.IsDescending
            ? items.OrderByDescending(name, StringComparer.Ordinal)
            : items.OrderBy(name, StringComparer.Ordinal);
        IEnumerable<T> rest = ordered.Skip(Math.Max(0, page.Offset));
        return [.. page.Limit < 0 ? rest : rest.Take(page.Limit)];
    }

    /// <summary>Null for a list without items: answers leave it out.</summary>
    public static List<T>? NullIfEmpty<T>(this List<T> items) => items.Count == 0 ? null : items;
}
