using System.Globalization;
using System.Text.Json;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;

namespace AtlasHa.Notifications.Messages;

/// <summary>
/// Version 1's entities, made into those of version 2: Referenceables that hold one another become a list of entities that refer to each other by
/// guid. Ids that the sender made up stay negative guids.
/// </summary>
internal sealed class Referenceables
{
    private readonly Dictionary<string, AtlasEntity?> _found = [];
    private int _unnamed;

    /// <exception cref="MalformedMessageException">One is no Referenceable.</exception>
    public static AtlasEntitiesWithExtInfo ToEntities(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array)
            throw new MalformedMessageException("its entities are no list");
        var reader = new Referenceables();
        List<string> top = [.. list.EnumerateArray().Select(item => reader.Add(Plain(item)))];
        return new AtlasEntitiesWithExtInfo
        {
            Entities = [.. top.Distinct().Select(guid => reader._found[guid])],
            ReferredEntities = reader._found.Where(pair => !top.Contains(pair.Key)).ToDictionary(),
        };
    }

    /// <inheritdoc cref="ToEntities"/>
    public static AtlasEntityWithExtInfo ToEntity(JsonElement item)
    {
        var reader = new Referenceables();
        var guid = reader.Add(Plain(item));
        return new AtlasEntityWithExtInfo
        {
            Entity = reader._found[guid],
            ReferredEntities = reader._found.Where(pair => pair.Key != guid).ToDictionary(),
        };
    }

    private static object? Plain(JsonElement item) => JsonSerializer.Deserialize<object?>(item, AtlasJson.Options);

    /// <summary>Adds the entity with those that it holds, and returns the guid by which they refer to it.</summary>
    private string Add(object? item)
    {
        if (item is not IReadOnlyDictionary<string, object?> map || map.GetValueOrDefault("values") is not (null or IReadOnlyDictionary<string, object?>))
            throw new MalformedMessageException("one of its entities is no Referenceable");
        var typeName = map.GetValueOrDefault("typeName") as string ?? throw new MalformedMessageException("one of its entities has no typeName");
        var guid = GuidIn(map.GetValueOrDefault("id")) ?? string.Create(CultureInfo.InvariantCulture, $"-unnamed-{++_unnamed}");
        // Before its values are looked at: they may lead back here.
        _found[guid] = new AtlasEntity { Guid = guid, TypeName = typeName };
        var values = map.GetValueOrDefault("values") as IReadOnlyDictionary<string, object?>;
        _found[guid] = _found[guid]! with
        {
            Attributes = values?.ToDictionary(pair => pair.Key, pair => Value(pair.Value)) ?? [],
            Classifications = Traits(map.GetValueOrDefault("traits")),
        };
        return guid;
    }

    private object? Value(object? value) => value switch
    {
        IReadOnlyList<object?> list => list.Select(Value).ToList(),
        IReadOnlyDictionary<string, object?> map when IsReferenceable(map) => Reference(Add(map), map.GetValueOrDefault("typeName")),
        IReadOnlyDictionary<string, object?> map when IsId(map) => Reference(GuidIn(map)!, map.GetValueOrDefault("typeName")),
        // A struct.
        IReadOnlyDictionary<string, object?> map when map.GetValueOrDefault("values") is IReadOnlyDictionary<string, object?> values && map.ContainsKey("typeName") =>
            new Dictionary<string, object?>
            {
                ["typeName"] = map["typeName"],
                ["attributes"] = values.ToDictionary(pair => pair.Key, pair => Value(pair.Value)),
            },
        IReadOnlyDictionary<string, object?> map => map.ToDictionary(pair => pair.Key, pair => Value(pair.Value)),
        _ => value,
    };

    private static bool IsReferenceable(IReadOnlyDictionary<string, object?> map) =>
        map.GetValueOrDefault("id") is IReadOnlyDictionary<string, object?> && map.ContainsKey("typeName") && map.ContainsKey("values");

    private static bool IsId(IReadOnlyDictionary<string, object?> map) =>
        map.ContainsKey("id") && map.ContainsKey("typeName") && !map.ContainsKey("values") && GuidIn(map) is not null
        && (map.ContainsKey("state") || map.ContainsKey("version") || map.ContainsKey("jsonClass"));

    private static Dictionary<string, object?> Reference(string guid, object? typeName) => new() { ["guid"] = guid, ["typeName"] = typeName };

    private static string? GuidIn(object? id) => id switch
    {
        string text when text.Length > 0 => text,
        IReadOnlyDictionary<string, object?> map => GuidIn(map.GetValueOrDefault("id")),
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static List<AtlasClassification>? Traits(object? traits) => traits is not IReadOnlyDictionary<string, object?> { Count: > 0 } map
        ? null
        : [.. map.Select(pair => new AtlasClassification
        {
            TypeName = (pair.Value as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault("typeName") as string ?? pair.Key,
            Attributes = ((pair.Value as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault("values") as IReadOnlyDictionary<string, object?>)?.ToDictionary(),
        })];
}
