using AtlasHa.Catalog.Model.Errors;

namespace AtlasHa.Catalog.Glossary;

/// <summary>Reads the changes of a partial update: only some attributes can be changed that way.</summary>
internal static class PartialUpdate
{
    /// <exception cref="AtlasException">400-00-029 nothing to change; 400-00-074 an attribute that cannot be; 400-00-083 an invalid name.</exception>
    public static Dictionary<string, object?> Checked(IReadOnlyDictionary<string, string?>? changes, params string[] allowed)
    {
        if (changes is not { Count: > 0 })
            throw new AtlasException(AtlasErrorCode.BadRequest, "there is nothing to change in the request");
        foreach (string name in changes.Keys)
        {
            if (!allowed.Contains(name))
                throw new AtlasException(AtlasErrorCode.InvalidPartialUpdateAttr, name, $"only {string.Join(", ", allowed)} can");
        }

        if (changes.TryGetValue(GlossaryTypes.Name, out string? newName))
            GlossaryNames.Check(newName ?? "");
        return changes.ToDictionary(pair => pair.Key, object? (pair) => pair.Value);
    }
}
