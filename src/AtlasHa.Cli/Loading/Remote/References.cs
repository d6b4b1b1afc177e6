using System.Text.Json;

namespace AtlasHa.Cli.Loading.Remote;

/// <summary>The guids that stand anywhere in an entity, its own among them.</summary>
internal static class References
{
    public static IEnumerable<string> In(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(In),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(
            member => member.NameEquals("guid") && member.Value.ValueKind == JsonValueKind.String ? [member.Value.GetString()!] : In(member.Value)),
        _ => [],
    };

    /// <summary>The entities of <paramref name="all"/> that this one refers to, directly or through others of them.</summary>
    public static HashSet<string> Reachable(string guid, IReadOnlyDictionary<string, JsonElement> all)
    {
        HashSet<string> found = [guid];
        var waiting = new Queue<string>([guid]);
        while (waiting.TryDequeue(out var next))
        {
            foreach (var other in In(all[next]).Where(all.ContainsKey).Where(found.Add)) waiting.Enqueue(other);
        }

        found.Remove(guid);
        return found;
    }
}
