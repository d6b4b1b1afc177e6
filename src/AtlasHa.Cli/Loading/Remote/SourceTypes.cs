using System.Text.Json.Nodes;

namespace AtlasHa.Cli.Loading.Remote;

/// <summary>The source's type definitions: which entities there may be, and in which order to take them.</summary>
internal sealed class SourceTypes
{
    private const string Process = "Process";

    /// <summary>Atlas's own book-keeping: audits of exports, users' saved searches and the like.</summary>
    private const string InternalPrefix = "__";

    private readonly Dictionary<string, JsonObject> _entityDefs = new(StringComparer.Ordinal);
    private readonly ILookup<string, string> _subTypes;
    private readonly ILookup<string, string> _containers;

    private SourceTypes(JsonObject types)
    {
        foreach (var definition in List(types, "entityDefs")) _entityDefs[Text(definition["name"])] = definition;
        _subTypes = _entityDefs.SelectMany(pair => SuperTypes(pair.Key).Select(super => (super, pair.Key))).ToLookup(pair => pair.super, pair => pair.Key);
        _containers = List(types, "relationshipDefs").SelectMany(Containers).ToLookup(pair => pair.Part, pair => pair.Container);
    }

    /// <summary>
    /// The types whose entities are imported: what others belong to or refer to comes before them, where there is such an order, and processes come last, so that most
    /// entities find those that they need.
    /// </summary>
    public static IReadOnlyList<string> InOrder(byte[] json)
    {
        var types = new SourceTypes(JsonNode.Parse(json)!.AsObject());
        var (order, seen) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var name in types._entityDefs.Keys.OrderBy(types.IsProcess)) types.Visit(name, seen, order);
        return [.. order.Where(name => !name.StartsWith(InternalPrefix, StringComparison.Ordinal))];
    }

    private void Visit(string name, HashSet<string> seen, List<string> order)
    {
        if (!_entityDefs.ContainsKey(name) || !seen.Add(name)) return;
        foreach (var needed in SelfAndSuperTypes(name).SelectMany(type => _containers[type].Concat(References(_entityDefs[type]))).Distinct())
        {
            // A process that is needed would draw all that it reads and writes in between.
            foreach (var type in SelfAndSubTypes(needed).Where(type => IsProcess(name) || !IsProcess(type))) Visit(type, seen, order);
        }

        order.Add(name);
    }

    private bool IsProcess(string name) => SelfAndSuperTypes(name).Contains(Process);

    private IEnumerable<string> SuperTypes(string name) => (_entityDefs[name]["superTypes"] as JsonArray ?? []).Select(Text);

    private HashSet<string> SelfAndSuperTypes(string name) => Closure(name, type => SuperTypes(type));

    private HashSet<string> SelfAndSubTypes(string name) => Closure(name, type => _subTypes[type]);

    private HashSet<string> Closure(string name, Func<string, IEnumerable<string>> next)
    {
        HashSet<string> found = [];
        var waiting = new Queue<string>([name]);
        while (waiting.TryDequeue(out var type))
        {
            if (!_entityDefs.ContainsKey(type) || !found.Add(type)) continue;
            foreach (var other in next(type)) waiting.Enqueue(other);
        }

        return found;
    }

    // Attributes with constraints are the old form of relationships, which name both directions.
    private static IEnumerable<string> References(JsonObject definition) => List(definition, "attributeDefs")
        .Where(attribute => attribute["constraints"] is not JsonArray { Count: > 0 })
        .SelectMany(attribute => Text(attribute["typeName"]).Split('<', '>', ','));

    private static IEnumerable<(string Part, string Container)> Containers(JsonObject relationship)
    {
        if (relationship["endDef1"] is not JsonObject first || relationship["endDef2"] is not JsonObject second) yield break;
        if (IsContainer(first)) yield return (Text(second["type"]), Text(first["type"]));
        if (IsContainer(second)) yield return (Text(first["type"]), Text(second["type"]));
    }

    private static bool IsContainer(JsonObject end) => end["isContainer"] is JsonValue value && value.TryGetValue(out bool isContainer) && isContainer;

    private static IEnumerable<JsonObject> List(JsonObject owner, string member) => (owner[member] as JsonArray ?? []).OfType<JsonObject>();

    private static string Text(JsonNode? node) => node?.ToString() ?? "";
}
