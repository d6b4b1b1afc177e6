namespace AtlasHa.Catalog.Model.Instances;

/// <summary>Reading and writing members of a JSON object in tree form.</summary>
internal static class ValueTree
{
    public static string? Text(this IReadOnlyDictionary<string, object?> map, string name) => map.GetValueOrDefault(name) as string;

    public static EntityStatus? Status(this IReadOnlyDictionary<string, object?> map, string name) =>
        EntityStatusNames.Parse(map.Text(name));

    public static void AddIfSet(this Dictionary<string, object?> map, string name, object? value)
    {
        if (value is not null)
            map[name] = value;
    }
}
